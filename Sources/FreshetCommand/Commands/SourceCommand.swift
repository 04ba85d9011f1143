internal import ArgumentParser
internal import Freshet

struct SourceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "source", abstract: "Change what the store knows of a source.", subcommands: [SourceMoveCommand.self])
}

struct SourceMoveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "move",
    abstract: "Tell the store that a source's folder was moved: nothing is embedded again.",
    discussion: """
      Compares what is indexed with what is in the folder, and refuses if most of it isn't there. Afterwards run \
      `freshet reindex`. The source without a name of its own is called files.
      """)

  @Argument(help: "The source.")
  var name: String

  @Argument(help: "Its folder now.", completion: .directory)
  var path: String

  @OptionGroup var options: StoreOptions

  @Flag(help: "Print what would be done, and do nothing.")
  var dryRun = false

  @Flag(help: "Move it even if most of what is indexed isn't in the folder.")
  var acceptDeletions = false

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func run() async throws {
    guard StoreLocation.isFolder(path) else { throw CommandError.noSuchFolder(path) }
    let cache = try options.open(readOnly: false)
    let move = try await cache.moveSource(name, to: path, acceptingDeletions: acceptDeletions, isRehearsal: dryRun)
    let edit = ConfigurationEdit(of: move, in: try options.settings().file)
    if json { return try JSONOutput.print(SourceMoveObject(move, isDone: !dryRun, edit)) }
    show(move)
    if let edit { print("change     \(edit.sentence)") }
    let next = dryRun ? "run it without --dry-run" : "`freshet reindex` brings the index in step"
    print("next       \(edit == nil || dryRun ? "" : "then ")\(advice: next)")
  }

  private func show(_ move: SourceMove) {
    print("source     \(move.source)")
    print("from       \(move.from)")
    print("to         \(move.to)")
    print("documents  \(move.documents) indexed, \(move.missing) of them not there, \(move.new) new")
    print("moved      \(dryRun ? "not yet: this was a dry run" : "yes")")
  }
}

/// The change that a person must make in freshet.toml, which would otherwise name the former folder again.
struct ConfigurationEdit {
  let file: String
  /// Nil if the file doesn't name the folder: the source's folder is then the one that holds the file.
  let line: Int?
  let setting: String
  private let source: String

  init?(of move: SourceMove, in file: ConfigurationFile?) {
    guard let file, let known = file.sources.first(where: { $0.name == move.source }),
      !StoreLocation.real(known.root).isExactly(StoreLocation.real(move.to))
    else { return nil }
    self.file = file.path
    line = file.line(of: ["sources", move.source, "root"])
    setting = "root = \(SettingLines.Value.text(move.to).text)"
    source = move.source
  }

  var sentence: String {
    line.map { "in \(file), line \($0): \(setting)" } ?? "in \(file), add [sources.\(source)] with \(setting)"
  }
}

/// docs/commands/source.md.
private struct SourceMoveObject: Encodable {
  struct Edit: Encodable {
    let file: String
    let line: Int?
    let setting: String
  }

  let source, from, to: String
  let documents, missing, new: Int
  let moved: Bool
  let change: Edit?

  init(_ move: SourceMove, isDone: Bool, _ edit: ConfigurationEdit?) {
    (source, from, to) = (move.source, move.from, move.to)
    (documents, missing, new) = (move.documents, move.missing, move.new)
    moved = isDone
    change = edit.map { Edit(file: $0.file, line: $0.line, setting: $0.setting) }
  }
}
