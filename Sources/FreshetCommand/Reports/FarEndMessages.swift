internal import Dispatch
internal import Foundation

/// Relays the standard error of the process that serves the other store to this terminal, each line after
/// "other store: ".
final class FarEndMessages: Sendable {
  private let pipe = Pipe()
  private let ended = DispatchSemaphore(value: 0)

  /// The longest line in bytes; a longer one is shown in pieces.
  private static let longestLine = 4096
  /// How long `finish` waits for the last lines. A background process that the serving process left behind may keep the
  /// stream open for ever.
  private static let patience = DispatchTimeInterval.milliseconds(200)

  /// Captures the standard error of `process`, which must not be running yet. Nil if this process's standard error
  /// isn't a terminal: then `process` inherits it.
  init?(of process: Process) {
    guard isatty(STDERR_FILENO) == 1 else { return nil }
    process.standardError = pipe
  }

  /// Starts to relay. Call this when the process is running.
  func begin() {
    let started = BackgroundThread.start { [self] in
      relay()
      ended.signal()
    }
    if started != nil { ended.signal() }
  }

  /// Waits until everything that the process wrote is shown, but no longer than `patience`.
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
    Terminal.report("other store: \(String(decoding: line, as: UTF8.self))")
  }
}
