internal import Foundation
internal import Freshet

/// The contents of freshet.toml: docs/CONFIGURATION.md.
struct ConfigurationFile {
  static let name = "freshet.toml"
  static let schema = 1

  let document: ConfigurationDocument
  /// The embedder; nil when the file names none.
  let embedder: EmbedderName?
  /// The choice of index; nil when the file names none.
  let index: IndexChoice?
  /// Whether the user's group may use the store; nil when the file doesn't say.
  let group: Bool?
  /// The store's folder, absolute.
  let store: String
  let sources: [SourceConfiguration]
  /// The resolutions that the file sets, by the names of sources.
  let resolutions: [String: ResolutionName]

  /// The folder in which the file lies.
  let folder: String
  /// Sources whose roots the file writes as absolute paths.
  private let absoluteRoots: Set<String>

  init(_ file: JudgedFile) throws {
    let path = file.path
    document = try ConfigurationDocument(at: path, judged: file)
    let folder = StoreLocation.absolute(String(path.dropLast(Self.name.count + 1)))
    let table = ConfigurationTable(document)
    self.folder = folder
    try Self.checkSchema(table)
    try table.refuseOthers(than: ["schema", "embedder", "index", "store", "group", "sources", "pushed"])
    embedder = try table.name("embedder", EmbedderName.self)
    index = try table.name("index", IndexChoice.self)
    group = try table.flag("group")
    store = Self.path(try table.text("store") ?? StoreLocation.folderName, in: folder)
    let tables = try table.tables("sources")
    sources =
      tables.isEmpty
      ? [SourceConfiguration(root: folder)]
      : try tables.map { try SourceTable(named: $0.name, $0.table).configuration(in: folder) }
    absoluteRoots = try Set(tables.filter { try $0.table.text("root")?.isAbsolutePath == true }.map(\.name))
    resolutions = try Self.resolutions(tables, pushed: table.table("pushed"))
    try refuseNestedRoots(table)
  }

  var path: String { document.path }

  /// The first root that is `/` or the home folder, unless the file names it in full.
  var wideRoot: String? {
    sources.first { !absoluteRoots.contains($0.name) && WideRoot.contains($0.root) }?.root
  }

  /// The line on which the file sets `key`; nil when it doesn't.
  func line(of key: [String]) -> Int? {
    var node = ConfigurationNode.table(document.members)
    for part in key {
      guard case .table(let members) = node, let next = members[part] else { return nil }
      node = next
    }
    return document.line(of: key)
  }

  static func path(_ path: String, in folder: String) -> String {
    StoreLocation.absolute(path.isAbsolutePath ? path : folder + "/" + path)
  }

  private static func resolutions(
    _ tables: [(name: String, table: ConfigurationTable)], pushed: ConfigurationTable?
  ) throws -> [String: ResolutionName] {
    var resolutions: [String: ResolutionName] = [:]
    for (name, table) in tables { resolutions[name] = try SourceTable(named: name, table).resolution() }
    guard let pushed else { return resolutions }
    try pushed.refuseOthers(than: ["resolution"])
    let resolution = try pushed.name("resolution", ResolutionName.self)
    if resolution == .sourceWins {
      throw pushed.wrong(
        "resolution",
        what: #"programs push these documents, there is no source to read again: expected "last-writer" or "keep-both""#
      )
    }
    resolutions[DocumentID.pushed] = resolution
    return resolutions
  }

  /// Checks the schema before anything else, because a newer file may have keys and types that this version doesn't
  /// know.
  private static func checkSchema(_ table: ConfigurationTable) throws {
    guard let schema = try table.count("schema"), schema != Self.schema else { return }
    throw table.wrong("schema", what: "this freshet reads schema \(Self.schema), not \(schema): upgrade freshet")
  }

  /// Refuses a source in another's folder: its documents would be indexed twice, under two names.
  private func refuseNestedRoots(_ table: ConfigurationTable) throws {
    for source in sources {
      for other in sources where other.name != source.name {
        guard StoreLocation.real(source.root).path(below: StoreLocation.real(other.root)) != nil else { continue }
        throw table.wrong(
          "sources", source.name, "root",
          what: "\(source.root) lies in \(other.root), the folder of the source \(other.name): "
            + "a document can have one source only")
      }
    }
  }
}
