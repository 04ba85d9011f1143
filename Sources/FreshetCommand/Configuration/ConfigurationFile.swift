internal import Foundation
internal import Freshet

/// The contents of freshet.toml, as docs/CONFIGURATION.md defines them.
struct ConfigurationFile {
  static let name = "freshet.toml"
  static let schema = 1

  let document: ConfigurationDocument
  /// The embedder that the file sets; nil if it sets none.
  let embedder: EmbedderName?
  /// The kind of vector index that the file sets; nil if it sets none.
  let index: IndexChoice?
  /// Whether the file lets the user's group use the store; nil if it doesn't say.
  let group: Bool?
  /// The absolute path of the store's folder.
  let store: String
  let sources: [SourceConfiguration]
  /// How sources resolve conflicts between versions, by source name. Contains only the sources for which the file sets
  /// a resolution.
  let resolutions: [String: ResolutionName]

  /// The sizes of passages of pushed documents; nil if the file sets none.
  let pushedPassages: PassageSizes?
  /// The absolute path of the folder that contains the file.
  let folder: String
  /// The names of the sources whose `root` is an absolute path in the file.
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
    pushedPassages = try table.table("pushed")?.passageSizes("chunk")
    try refuseNestedRoots(table)
  }

  var path: String { document.path }

  /// The first root that is `/` or the home folder although the file doesn't write it as an absolute path; nil if there
  /// is none.
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
    try pushed.refuseOthers(than: ["resolution", "chunk"])
    let resolution = try pushed.name("resolution", ResolutionName.self)
    if resolution == .sourceWins {
      throw pushed.wrong(
        "resolution",
        what: #"pushed documents have no source that could win: expected "last-writer" or "keep-both""#
      )
    }
    resolutions[DocumentID.pushed] = resolution
    return resolutions
  }

  /// Refuses a file of another schema version. This check comes first, because a newer file may have keys and types
  /// that this version doesn't know.
  private static func checkSchema(_ table: ConfigurationTable) throws {
    guard let schema = try table.count("schema"), schema != Self.schema else { return }
    throw table.wrong("schema", what: "this freshet reads schema \(Self.schema), not \(schema): upgrade freshet")
  }

  /// Refuses a source whose folder lies inside another source's folder: documents there would be indexed twice, under
  /// two names.
  private func refuseNestedRoots(_ table: ConfigurationTable) throws {
    for source in sources {
      for other in sources where other.name != source.name {
        guard StoreLocation.real(source.root).path(below: StoreLocation.real(other.root)) != nil else { continue }
        throw table.wrong(
          "sources", source.name, "root",
          what: "\(source.root) lies in \(other.root), the folder of the source \(other.name): "
            + "a document can have only one source; choose folders that don't contain each other")
      }
    }
  }
}
