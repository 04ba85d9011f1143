internal import Foundation
internal import Freshet

/// The arguments of this process, without the program's name.
///
/// Swift's runtime finds them in memory next to the environment variables. It finds none if a preloaded library, such
/// as libfaketime, moved the environment before `main`. Then the kernel's copy in /proc is used.
enum ProcessArguments {
  static var all: [String] {
    let found = CommandLine.arguments
    if !found.isEmpty { return Array(found.dropFirst()) }
    let line = FileManager.default.contents(atPath: "/proc/self/cmdline") ?? Data()
    // In this file each argument ends with a zero byte.
    return line.split(separator: 0, omittingEmptySubsequences: false).dropFirst().dropLast()
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// The argument parser's message, with line ends and invisible characters in quoted arguments escaped. Without the
  /// escaping, a line end in an argument could forge a line of the message.
  static func spellingOut(in message: String) -> String {
    let values = all.flatMap { argument in [argument] + argument.split(separator: "=", maxSplits: 1).map(String.init) }
    let hostile = Set(values).filter { !$0.visible.isExactly($0) }
    let longestFirst = hostile.sorted { $0.utf8.count > $1.utf8.count }
    return longestFirst.reduce(message) { text, value in
      text.replacingOccurrences(of: value, with: value.visible, options: .literal)
    }
  }
}
