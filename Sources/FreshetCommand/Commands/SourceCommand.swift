internal import ArgumentParser
internal import Freshet
internal import FreshetWire

struct SourceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "source", abstract: "Change the store's record of a source.", subcommands: [SourceMoveCommand.self])
}

struct SourceMoveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "move",
    abstract: "Record that a source's folder moved, without embedding anything again.",
    discussion: """
      Compares the indexed documents with the folder, and refuses if most of them aren't there. Afterwards run \
      `freshet reindex`. The default source is called files.
      """)

  @Argument(help: "The source's name.")
  var name: String

  @Argument(help: "The source's new folder.", completion: .directory)
  var path: String

  @OptionGroup var options: StoreOptions

  @Flag(help: "Print the plan; change nothing.")
  var dryRun = false

  @Flag(help: "Move the source even if most indexed documents aren't in the folder.")
  var acceptDeletions = false

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func run() async throws {
    guard StoreLocation.isFolder(path) else { throw CommandError.noSuchFolder(path) }
    // Read freshet.toml before the move. Afterwards its root differs from the store's records, and the search would
    // ignore the file as another store's.
    let file = try options.settings().file
    let cache = try options.open(readOnly: false)
    let move = try await cache.moveSource(name, to: path, acceptingDeletions: acceptDeletions, isRehearsal: dryRun)
    let edit = ConfigurationEdit(of: move, in: file)
    if json { return try JSONOutput.print(SourceMoveObject(move, isDone: !dryRun, edit?.object)) }
    show(move)
    if let edit { print("change     \(edit.sentence)") }
    let next = dryRun ? "run the command without --dry-run" : "`freshet reindex` brings the index in step"
    print("next       \(edit == nil || dryRun ? "" : "then ")\(advice: next)")
  }

  private func show(_ move: SourceMove) {
    print("source     \(move.source)")
    print("from       \(move.from)")
    print("to         \(move.to)")
    print(
      "documents  \(move.documents) indexed, \(move.missing) of them missing from the new folder; "
        + "the folder has \(move.new.counted("other file"))")
    print("moved      \(dryRun ? "not yet: this was a dry run" : "yes")")
  }
}

/// The edit that the user must make in freshet.toml after `freshet source move`. Until then the file still sets the
/// source's old folder.
struct ConfigurationEdit {
  let file: String
  /// The line of freshet.toml that sets the source's root; nil if no line does. The root is then the folder that holds
  /// the file.
  let line: Int?
  let setting: String
  private let source: String

  init?(of move: SourceMove, in file: ConfigurationFile?) {
    guard let file, let known = file.sources.first(where: { $0.name == move.source }),
      !StoreLocation.real(known.root).isExactly(StoreLocation.real(move.to))
    else { return nil }
    self.file = file.path
    line = file.line(of: ["sources", move.source, "root"])
    setting = "root = \(SettingValue.text(move.to).asTOML)"
    source = move.source
  }

  var object: SourceMoveObject.Edit { SourceMoveObject.Edit(file: file, line: line, setting: setting) }

  var sentence: String {
    line.map { "in \(file), line \($0), write \(setting)" } ?? "in \(file), add [sources.\(source)] with \(setting)"
  }
}
