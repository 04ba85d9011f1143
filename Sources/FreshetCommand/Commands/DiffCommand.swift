internal import ArgumentParser
internal import Freshet

struct DiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show what changed between two kept versions of a document, as diff -u does.",
    discussion: """
      Name a version by its write, by the first four or more digits of its revision, or by the token of a state that \
      served it; `freshet log` shows all three. Without names, diff compares the two newest of several concurrent \
      versions, or else the newest version with the one before.
      """)

  @OptionGroup var named: DocumentArgument

  @Argument(help: "The old version. Default: the one before the new version.")
  var from: String?

  @Argument(help: "The version to compare with. Default: the newest.")
  var to: String?

  @OptionGroup var options: StoreOptions

  func run() async throws {
    let cache = try options.openForReading()
    let versions = try DocumentVersions(of: named, in: cache)
    let (old, new) = try chosen(versions, cache)
    let diff = UnifiedDiff(
      from: try side(old, versions.document, cache), to: try side(new, versions.document, cache))
    for line in diff.lines { print(Self.coloured(line)) }
    if diff.lines.isEmpty { Terminal.report("freshet: the versions \(old.write) and \(new.write) have the same text") }
  }

  private func chosen(
    _ versions: DocumentVersions, _ cache: RetrievalCache
  ) throws -> (old: VersionRecord, new: VersionRecord) {
    guard let from else { return try versions.newestTwo() }
    let old = try versions.version(from, in: cache)
    return (old, try to.map { try versions.version($0, in: cache) } ?? versions.all[0])
  }

  private func side(_ version: VersionRecord, _ id: DocumentID, _ cache: RetrievalCache) throws -> UnifiedDiff.Side {
    let text = try cache.text(of: version.write, in: id)
    let remark =
      switch text?.isExact {
      case nil: ", removed"
      case true?: ""
      case false?: ", its passages, separated by blank lines"
      }
    return UnifiedDiff.Side(
      name: id.description, label: "\(version.write), \(version.stamp.timestamp)\(remark)", text: text?.text)
  }

  private static func coloured(_ line: UnifiedDiff.Line) -> PrintedText {
    let text: PrintedText = "\(lines: line.text)"
    return switch line.kind {
    case .header: Terminal.bold(text)
    case .position, .remark: Terminal.dim(text)
    case .shared: text
    case .removed: Terminal.removed(text)
    case .added: Terminal.added(text)
    }
  }
}
