internal import ArgumentParser
internal import Freshet
internal import Synchronization

/// Completes the commands that messages advise, so that they work in the current folder and on the store that the
/// message is about.
///
/// Code that makes a message usually doesn't know how the caller named the store. The running command knows it, and
/// calls `use(store:)` once. Every text that may advise a command goes through `completed` before it is printed.
enum Advice {
  private static let store = Mutex<String?>(nil)

  /// Sets the store in use, which advised commands then name with `--store`. Does nothing if commands in the current
  /// folder find that store by themselves.
  static func use(store path: String) {
    if !isFoundFromHere(path) { store.withLock { $0 = path } }
  }

  /// The text with `--store` and the store in use added to each `freshet COMMAND` between backquotes.
  static func completed(_ text: String) -> String { completed(text, naming: store.withLock { $0 }) }

  /// The text with `--store` and `path` added to each `freshet COMMAND` between backquotes, unless commands in the
  /// current folder find the store at `path`.
  static func completed(_ text: String, about path: String) -> String {
    completed(text, naming: isFoundFromHere(path) ? nil : path)
  }

  /// The sentence, with its remedies as command lines for the store in use.
  static func completed(_ text: AdvisedText) -> String { completed(text.inCommands) }

  /// The sentence, with its remedies as command lines for the store in the folder `path`.
  static func completed(_ text: AdvisedText, about path: String) -> String { completed(text.inCommands, about: path) }

  /// An error's message. The commands in it are for the store that the error names, else for the store in use. In a
  /// message that another store's process sent, the commands get no `--store`, because the message isn't about the
  /// store in use.
  static func completed(_ error: any Error) -> String {
    let text = AdvisedText(error)
    if case FreshetError.replicaFailed = error { return text.inCommands }
    let store = (error as? StorageError)?.storeToMend ?? (error as? FreshetError)?.storeToFill
    return store.map { completed(text, about: $0) } ?? completed(text)
  }

  /// The remedy's command line for the store in use.
  static func command(_ remedy: Remedy) -> String { command(remedy.command) }

  /// The command with `--store` added if the store in use needs it.
  static func command(_ command: String) -> String { self.command(command, naming: store.withLock { $0 }) }

  private static func isFoundFromHere(_ place: String) -> Bool {
    let found = try? Settings(store: nil, embedder: nil, near: ".").store?.value
    return found.map { StoreLocation.real($0).isExactly(StoreLocation.real(place)) } ?? false
  }

  /// Adds `--store` to each command between backquotes. A name in the text may contain a backquote, too, so a piece
  /// counts as a command only if its first word is `freshet`.
  private static func completed(_ text: String, naming store: String?) -> String {
    guard let store else { return text }
    let parts = split(text, at: "`")
    return parts.enumerated().map { index, part in
      index > 0 && index < parts.count - 1 ? command(part, naming: store) : part
    }.joined(separator: "`")
  }

  private static func command(_ command: String, naming store: String?) -> String {
    let words = split(command, at: " ")
    guard let store, takesStore(words) else { return command }
    let length = lengthOfName(words)
    return (words.prefix(length) + ["--store", ShellText.quoted(store)] + words.dropFirst(length))
      .joined(separator: " ")
  }

  private static func takesStore(_ words: [String]) -> Bool {
    words.count > 1 && words[0] == "freshet" && !storeless.contains(words[1]) && !words.contains("--store")
  }

  /// The number of words that name the command, such as two in `freshet audit` and three in `freshet repair clock`.
  /// Options belong behind these words.
  private static func lengthOfName(_ words: [String]) -> Int {
    var (commands, length) = (FreshetTool.configuration.subcommands, 1)
    while length < words.count, let next = commands.first(where: { $0.configuration.commandName == words[length] }) {
      (commands, length) = (next.configuration.subcommands, length + 1)
    }
    return length
  }

  private static func split(_ text: String, at separator: Unicode.Scalar) -> [String] {
    text.utf8.split(separator: UInt8(ascii: separator), omittingEmptySubsequences: false).map { String(Substring($0)) }
  }

  private static let storeless: Set = ["model", "embed", "help"]
}

extension StorageError {
  /// The store to which the command that the error advises applies; nil if the error advises no command or doesn't name
  /// the store.
  fileprivate var storeToMend: String? {
    switch self {
    case .missing(let path), .formatTooOld(let path, _, _), .damaged(let path, _), .unprovenGarbage(let path, _): path
    default: nil
    }
  }
}

extension FreshetError {
  /// The store into which the command that the error advises would index documents; nil if the error names no store.
  fileprivate var storeToFill: String? {
    switch self {
    case .noSource(let store), .emptyStore(let store): store
    default: nil
    }
  }
}
