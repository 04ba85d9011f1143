internal import Foundation

/// Writes messages for people to standard error, and styles text for terminals.
enum Terminal {
  private static let isTerminal = isatty(STDERR_FILENO) == 1
  static let isInteractive = isTerminal && environment("TERM") != "dumb"

  /// Whether standard output gets colours: only if it is a terminal that has them, and NO_COLOR isn't set
  /// (no-color.org).
  static let isColoured = isatty(STDOUT_FILENO) == 1 && environment("NO_COLOR") == nil && environment("TERM") != "dumb"

  static func report(_ line: PrintedText) {
    write("\(line)\n")
  }

  /// Replaces the terminal's current line.
  static func rewrite(_ line: PrintedText) {
    write("\r\u{1B}[K\(line)")
  }

  /// Whether a write to standard error would return without blocking. It would block on a full pipe that nobody reads.
  static var hasRoom: Bool {
    var request = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
    return poll(&request, 1, 0) == 1 && request.revents & Int16(POLLOUT) != 0
  }

  /// The columns of standard error's terminal; 80 if the terminal doesn't say.
  static var width: Int {
    var size = winsize()
    return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  /// Writes to standard error, and ignores a failure, for example on a full disk: the command's work matters more than
  /// a message.
  private static func write(_ text: PrintedText) {
    try? FileHandle.standardError.write(contentsOf: Data(text.rendered(onTerminal: isTerminal).utf8))
  }

  static func bold(_ text: PrintedText) -> PrintedText { isColoured ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
  static func dim(_ text: PrintedText) -> PrintedText { isColoured ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
  static func warning(_ text: PrintedText) -> PrintedText { isColoured ? "\u{1B}[33m\(text)\u{1B}[0m" : text }
  static func error(_ text: PrintedText) -> PrintedText { isColoured ? "\u{1B}[31m\(text)\u{1B}[0m" : text }

  static func removed(_ text: PrintedText) -> PrintedText { isColoured ? "\u{1B}[31m\(text)\u{1B}[0m" : text }
  static func added(_ text: PrintedText) -> PrintedText { isColoured ? "\u{1B}[32m\(text)\u{1B}[0m" : text }

  private static func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
