internal import Foundation

/// The arguments of this process, without the program's name.
///
/// Swift's runtime looks for them next to the environment. It finds nothing if a preloaded library, such as libfaketime,
/// moved the environment before `main`; then the kernel's copy counts.
enum ProcessArguments {
  static var all: [String] {
    let found = CommandLine.arguments
    if !found.isEmpty { return Array(found.dropFirst()) }
    let line = FileManager.default.contents(atPath: "/proc/self/cmdline") ?? Data()
    // Each argument ends with a zero byte.
    return line.split(separator: 0, omittingEmptySubsequences: false).dropFirst().dropLast()
      .map { String(decoding: $0, as: UTF8.self) }
  }
}
