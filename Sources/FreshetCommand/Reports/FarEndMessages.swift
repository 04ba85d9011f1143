internal import Dispatch
internal import Foundation

/// Shows on a terminal what the far end's process writes to standard error, and marks it as another machine's lines.
final class FarEndMessages: Sendable {
  private let pipe = Pipe()
  private let ended = DispatchSemaphore(value: 0)

  /// The longest line in bytes; a longer one is shown in parts.
  private static let longestLine = 4096
  /// How long to wait for the last lines: a process that the far end left behind may keep the stream open for ever.
  private static let patience = DispatchTimeInterval.milliseconds(200)

  /// Nil if standard error isn't a terminal: the far end then writes to it directly.
  init?(of process: Process) {
    guard isatty(STDERR_FILENO) == 1 else { return nil }
    process.standardError = pipe
  }

  /// Call when the process is running.
  func begin() {
    let started = BackgroundThread.start { [self] in
      relay()
      ended.signal()
    }
    if started != nil { ended.signal() }
  }

  /// Returns after showing everything that the process wrote, or after `patience`.
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
