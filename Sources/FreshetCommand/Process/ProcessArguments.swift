internal import Foundation
internal import Freshet

/// The arguments of this process, without the program's name.
///
/// Swift's runtime looks for them next to the environment. It finds nothing if a preloaded library, such as
/// libfaketime, moved the environment before `main`; then the kernel's copy counts.
enum ProcessArguments {
  static var all: [String] {
    let found = CommandLine.arguments
    if !found.isEmpty { return Array(found.dropFirst()) }
    let line = FileManager.default.contents(atPath: "/proc/self/cmdline") ?? Data()
    // Each argument ends with a zero byte.
    return line.split(separator: 0, omittingEmptySubsequences: false).dropFirst().dropLast()
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// A message of the parser with arguments spelled out. The parser may quote an argument or an option's value
  /// unchanged, and its line ends could make it look like lines of the message.
  static func spellingOut(in message: String) -> String {
    let values = all.flatMap { argument in [argument] + argument.split(separator: "=", maxSplits: 1).map(String.init) }
    let hostile = Set(values).filter { !$0.visible.isExactly($0) }
    let longestFirst = hostile.sorted { $0.utf8.count > $1.utf8.count }
    return longestFirst.reduce(message) { text, value in
      text.replacingOccurrences(of: value, with: value.visible, options: .literal)
    }
  }
}
