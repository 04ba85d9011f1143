internal import FreshetFiles

/// A folder that the search for a store or a freshet.toml has reached. Its methods return only files that the caller
/// may use.
package struct SearchedFolder {
  package let path: String
  /// Whether the search began in this folder.
  package let isStart: Bool
  /// Whether the caller named this folder explicitly, or listed it as trusted.
  package let isNamed: Bool
  let policy: DiscoveryPolicy

  /// Finds the file `name` in this folder; nil if it doesn't exist. Throws if the file belongs to another user or can't
  /// be checked.
  package func file(named name: String) throws(DiscoveryError) -> JudgedFile? {
    guard let found = try chain(to: place(name)) else { return nil }
    try judge(found.entries, place(name), store: try Chain(to: place(StoreLocation.folderName))?.entries.last)
    return JudgedFile(path: place(name), device: found.device, inode: found.inode)
  }

  /// The path of the `.freshet` folder in this folder; nil if that folder contains no store. (A watched folder whose
  /// store lies elsewhere also has a `.freshet`, for the watcher's marker files.)
  package func store() throws(DiscoveryError) -> String? {
    let folder = place(StoreLocation.folderName)
    guard let found = try chain(to: folder), let database = try database(in: folder, found) else { return nil }
    try judge(found.entries + database.entries, folder, store: found.entries.last)
    return folder
  }

  /// Follows the links from `place`. An error states `place` even if the inaccessible folder is a link's target,
  /// because a ceiling can only be set on the folders above `place`.
  private func chain(to place: String) throws(DiscoveryError) -> Chain? {
    do throws(DiscoveryError) {
      return try Chain(to: place)
    } catch .unreachable(let target, let why) {
      let isLink = !target.isExactly(place)
      if isStart, !isLink { throw .closedStart(path: path, why: why) }
      throw refusal(of: place, isLink ? "\(why) at \(target)" : why)
    }
  }

  private func database(in folder: String, _ found: Chain) throws(DiscoveryError) -> Chain? {
    do throws(DiscoveryError) {
      return try Chain(to: folder + "/" + StoreNames.database)
    } catch .unreachable(_, let why) {
      let stranger = found.entries.last.map(\.owner).flatMap { policy.isCaller($0) ? nil : $0 }
      throw refusal(of: folder, why + (stranger.map { "; it belongs to \(DiscoveryError.name(of: $0))" } ?? ""))
    }
  }

  /// The error for a path that the search has no access to. For the folder where the search begins, the error advises
  /// no ceiling, because a ceiling can't exclude that folder.
  private func refusal(of place: String, _ why: String) -> DiscoveryError {
    if !isStart { return .unreachable(path: place, why: why) }
    let isStore = place.hasSuffix("/" + StoreLocation.folderName)
    return isStore ? .closed(path: place, why: why) : .closedStart(path: path, why: why)
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
