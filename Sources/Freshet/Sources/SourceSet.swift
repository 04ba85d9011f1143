internal import FreshetCorpus
internal import FreshetStorage

/// The sources of a store that have a folder.
struct SourceSet: Sendable {
  let all: [DirectorySource]

  subscript(name: String) -> DirectorySource? { all.first { $0.name == name } }

  private init(all: [DirectorySource]) {
    self.all = all
  }

  /// A copy of this set, in which each source has the explicitly named paths that the store has on record.
  func named(by store: Store) throws -> SourceSet { SourceSet(all: try all.map { try $0.named(by: store) }) }

  init(_ configurations: [SourceConfiguration], store: String) {
    all = configurations.map { DirectorySource($0, store: StoreLocation.real(store)) }
  }

  /// Checks that no folder of documents lies in the store's folder, because the store's files aren't documents.
  ///
  /// - Throws: `FreshetError.rootInStore` if one of the folders is the store's folder or lies in it.
  static func refuseRoots(_ roots: [String], inStore store: String) throws {
    let store = StoreLocation.real(store)
    for root in roots where StoreLocation.real(root).path(below: store) != nil {
      throw FreshetError.rootInStore(root: root, store: store)
    }
  }

  /// The sources that the store has on record. If the location has a root, the root becomes the folder of the source
  /// `files`. If neither the store nor the location names a folder, and the store's folder is named `.freshet`, the
  /// folder that contains it becomes the folder of `files`.
  ///
  /// - Parameter path: the folder to which recorded roots are relative, if `store` is a copy; nil for the store's own.
  static func remembered(
    by store: Store, at location: StoreLocation, relativeTo path: String? = nil
  ) throws -> [SourceConfiguration] {
    let records = try store.read { try $0.sources() }
    var roots = Dictionary(
      keepingFirst: records.map { ($0.name, StoreLocation.resolved($0.root, ofStore: path ?? store.path)) })
    if let root = location.root { roots[DocumentID.files] = root }
    if roots.isEmpty, let root = location.surroundingRoot { roots[DocumentID.files] = root }
    return roots.sorted { $0.key < $1.key }.map { SourceConfiguration(name: $0.key, root: $0.value) }
  }
}
