internal import Freshet
internal import Synchronization

/// Commands that messages advise. They work in the folder where the message is printed, and with the store that it is
/// about.
///
/// Most of Freshet's messages don't know how the caller named the store. The running command knows it, and calls
/// `name(store:)` once.
enum Advice {
  private static let store = Mutex<String?>(nil)

  /// - Parameter path: the store in use, if a command in this folder wouldn't find it by itself.
  static func name(store path: String) {
    store.withLock { $0 = path }
  }

  /// The same text, in which each `freshet COMMAND` between backquotes names the store.
  static func completed(_ text: String) -> String {
    guard store.withLock({ $0 }) != nil else { return text }
    let parts = text.utf8.split(separator: UInt8(ascii: "`"), omittingEmptySubsequences: false).map {
      String(Substring($0))
    }
    return parts.enumerated().map { index, part in
      index % 2 == 1 && index < parts.count - 1 ? command(part) : part
    }.joined(separator: "`")
  }

  /// The sentence with command lines that name the store.
  static func completed(_ text: AdvisedText) -> String { completed(text.inCommands) }

  /// The command line that does it, with the store.
  static func command(_ remedy: Remedy) -> String { command(remedy.command) }

  /// The same command with the store.
  static func command(_ command: String) -> String {
    guard let store = store.withLock({ $0 }), takesStore(command) else { return command }
    let names = grouped.contains { command.hasPrefix("freshet \($0) ") } ? 3 : 2
    let words = command.utf8.split(separator: UInt8(ascii: " "), maxSplits: names).map { String(Substring($0)) }
    return (words.prefix(names) + ["--store", ShellText.quoted(store)] + words.dropFirst(names)).joined(separator: " ")
  }

  private static func takesStore(_ command: String) -> Bool {
    let words = command.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
    return words.count > 1 && words[0] == "freshet" && !storeless.contains(words[1]) && !words.contains("--store")
  }

  /// Commands that have commands of their own, which take the options.
  private static let grouped = ["source", "config"]
  private static let storeless: Set = ["model", "embed", "help"]
}
