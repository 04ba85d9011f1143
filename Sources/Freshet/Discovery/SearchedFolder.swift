internal import FreshetFiles

/// A folder that a search upwards has reached, and what the caller may take from it.
package struct SearchedFolder {
  package let path: String
  /// Whether the search began here.
  package let isStart: Bool
  /// Whether the caller named the folder, or trusts its content.
  package let isNamed: Bool
  let policy: DiscoveryPolicy

  /// The file `name`; nil if there is none.
  package func file(named name: String) throws(DiscoveryError) -> JudgedFile? {
    guard let found = try Chain(to: place(name)) else { return nil }
    try judge(found.entries, place(name), store: try Chain(to: place(StoreLocation.folderName))?.entries.last)
    return JudgedFile(path: place(name), device: found.device, inode: found.inode)
  }

  /// The folder of the store; nil if there is none. (If a watched folder's store lies elsewhere, the watched folder has
  /// a `.freshet` only for cookies.)
  package func store() throws(DiscoveryError) -> String? {
    let folder = place(StoreLocation.folderName)
    guard let found = try Chain(to: folder), let database = try database(in: folder) else { return nil }
    try judge(found.entries + database.entries, folder, store: found.entries.last)
    return folder
  }

  /// An error names the store's folder: the search can end above that only.
  private func database(in folder: String) throws(DiscoveryError) -> Chain? {
    do throws(DiscoveryError) {
      return try Chain(to: folder + "/" + StoreNames.database)
    } catch .unreachable(_, let why) {
      throw .unreachable(path: folder, why: why)
    }
  }

  private func place(_ name: String) -> String { (path == "/" ? "" : path) + "/" + name }

  private func judge(
    _ parts: [DiscoveryPolicy.Entry], _ place: String, store: DiscoveryPolicy.Entry?
  ) throws(DiscoveryError) {
    switch policy.verdict(on: parts, store: store, isNamed: isNamed) {
    case .take: return
    case .refuse(let owner): throw .foreign(path: place, owner: owner)
    }
  }
}
