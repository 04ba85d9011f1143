internal import Dispatch
internal import Foundation

/// What the process of the far end says on standard error, shown on a terminal as what it is: another machine's lines.
final class FarEndMessages: Sendable {
  private let pipe = Pipe()
  private let ended = DispatchSemaphore(value: 0)

  /// A line that is longer is shown in parts.
  private static let longestLine = 4096
  /// A process that the far end left behind may hold the stream for ever.
  private static let patience = DispatchTimeInterval.milliseconds(200)

  /// Nil where standard error is no terminal: the far end writes there itself.
  init?(of process: Process) {
    guard isatty(STDERR_FILENO) == 1 else { return nil }
    process.standardError = pipe
  }

  /// Call when the process runs.
  func begin() {
    let started = BackgroundThread.start { [self] in
      relay()
      ended.signal()
    }
    if started != nil { ended.signal() }
  }

  /// Returns when everything is shown that the process said.
  func finish() {
    _ = ended.wait(timeout: .now() + Self.patience)
  }

  private func relay() {
    var waiting: [UInt8] = []
    while true {
      let piece = pipe.fileHandleForReading.availableData
      waiting += piece
      while let end = waiting.firstIndex(of: UInt8(ascii: "\n")) {
        show(waiting[..<end])
        waiting.removeSubrange(...end)
      }
      if !waiting.isEmpty, piece.isEmpty || waiting.count > Self.longestLine {
        show(waiting[...])
        waiting = []
      }
      if piece.isEmpty { return }
    }
  }

  private func show(_ line: ArraySlice<UInt8>) {
    Terminal.report("far end: \(String(decoding: line, as: UTF8.self))")
  }
}
