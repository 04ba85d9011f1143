internal import ArgumentParser
internal import Foundation
internal import Synchronization

/// The only way to write to standard output. If a write fails, the command ends with exit code 4 and a message.
///
/// On a terminal, text is written at once; elsewhere it is buffered and written in large pieces. After the first failed
/// write, later output is dropped, except lines that `writeNow` writes. A closed pipe is not a failure: its reader has
/// usually seen enough.
enum StandardOutput {
  private struct State {
    var waiting: [UInt8] = []
    var isUsed = false
    /// The `errno` value of the first failed write.
    var failure: Int32?
  }

  private static let state = Mutex(State())
  private static let pieceInBytes = 1 << 16
  private static let isTerminal = isatty(STDOUT_FILENO) == 1

  static func write(_ text: PrintedText) { add(text.rendered(onTerminal: isTerminal).utf8) }

  private static func add(_ bytes: some Sequence<UInt8>) {
    state.withLock { state in
      guard state.failure == nil else { return }
      state.waiting += bytes
      if isTerminal || state.waiting.count >= pieceInBytes { flush(&state) }
    }
  }

  /// Writes a line, for callers that write many lines.
  ///
  /// - Throws: `CommandError.unwritable` after a failed write, or `ExitCode.success` after the reader closed the pipe,
  ///   so that the caller stops producing lines.
  static func write(line: PrintedText) throws {
    write("\(line)\n")
    try check()
  }

  /// Writes lines of JSON that are given as UTF-8 bytes.
  ///
  /// - Parameter lines: whole UTF-8 characters; the bytes need not be whole lines.
  /// - Throws: `CommandError.unwritable` after a failed write, or `ExitCode.success` after the reader closed the pipe,
  ///   so that the caller stops producing lines.
  static func write(json lines: [UInt8]) throws {
    if isTerminal { write("\(json: String(decoding: lines, as: UTF8.self))") } else { add(lines) }
    try check()
  }

  private static func check() throws {
    guard let code = state.withLock({ $0.failure }) else { return }
    if code == EPIPE { throw ExitCode.success }
    throw failure(code)
  }

  /// Writes a line at once, without buffering. Tries to write even if an earlier write failed, because the disk may
  /// have space again.
  ///
  /// - Throws: `CommandError.unwritable`. The line is lost, and the process's exit code will show the failure.
  static func writeNow(_ line: PrintedText) throws {
    let text = (line + "\n").rendered(onTerminal: isTerminal)
    let code = state.withLock { state -> Int32? in
      let code = Self.write(Array(text.utf8))
      state.isUsed = true
      state.failure = state.failure ?? code
      return code
    }
    if let code { throw failure(code) }
  }

  /// Writes the buffered output and closes standard output.
  ///
  /// - Returns: why some output could not be written; nil if all was written, or if the reader closed the pipe.
  static func finish() -> CommandError? {
    state.withLock { state in
      flush(&state)
      // Some file systems report a full disk only when the file is closed.
      if state.isUsed, state.failure == nil, close(STDOUT_FILENO) != 0, errno != EINTR { state.failure = errno }
      return state.failure.flatMap { $0 == EPIPE ? nil : failure($0) }
    }
  }

  private static func flush(_ state: inout State) {
    guard state.failure == nil, !state.waiting.isEmpty else { return }
    state.isUsed = true
    state.failure = write(state.waiting)
    state.waiting.removeAll(keepingCapacity: true)
  }

  /// Writes the bytes to standard output, and waits if its pipe is full.
  ///
  /// - Returns: the `errno` value if not all bytes could be written; nil if they were.
  private static func write(_ bytes: [UInt8]) -> Int32? {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        var room = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
        _ = poll(&room, 1, -1)
      } else if errno != EINTR {
        return errno
      }
    }
    return nil
  }

  private static func failure(_ code: Int32) -> CommandError {
    .unwritable(file: "standard output", why: String(cString: strerror(code)))
  }
}

func print(_ line: PrintedText) {
  StandardOutput.write("\(line)\n")
}

/// Hides Swift's own `print`, which accepts any text unchanged and reports no failed write.
@available(*, unavailable, message: "only a PrintedText can be printed")
func print(_ items: Any..., separator: String = " ", terminator: String = "\n") {}
