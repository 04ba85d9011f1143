internal import FreshetCorpus
internal import FreshetStorage

/// The watched folders of a store, by the names of their sources.
struct SourceSet: Sendable {
  let all: [DirectorySource]

  subscript(name: String) -> DirectorySource? { all.first { $0.name == name } }

  private init(all: [DirectorySource]) {
    self.all = all
  }

  /// This set, with the paths that arguments have named until now.
  func named(by store: Store) throws -> SourceSet { SourceSet(all: try all.map { try $0.named(by: store) }) }

  init(_ configurations: [SourceConfiguration], store: String) {
    all = configurations.map { DirectorySource($0, store: StoreLocation.real(store)) }
  }

  /// - Throws: `FreshetError.rootInStore`, because a store's files aren't documents.
  static func refuseRoots(_ roots: [String], inStore store: String) throws {
    let store = StoreLocation.real(store)
    for root in roots where StoreLocation.real(root).path(below: store) != nil {
      throw FreshetError.rootInStore(root: root, store: store)
    }
  }

  /// The sources that the store remembers. If the location has a root, that is the folder of `files`; if the store
  /// remembers no source, the folder around the store is.
  static func remembered(by store: Store, at location: StoreLocation) throws -> [SourceConfiguration] {
    let records = try store.read { try $0.sources() }
    var roots = Dictionary(
      keepingFirst: records.map { ($0.name, StoreLocation.resolved($0.root, ofStore: store.path)) })
    if let root = location.root { roots[DocumentID.files] = root }
    if roots.isEmpty, let root = location.surroundingRoot { roots[DocumentID.files] = root }
    return roots.sorted { $0.key < $1.key }.map { SourceConfiguration(name: $0.key, root: $0.value) }
  }
}
