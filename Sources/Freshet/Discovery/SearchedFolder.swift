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
    guard let found = try chain(to: place(name)) else { return nil }
    try judge(found.entries, place(name), store: try Chain(to: place(StoreLocation.folderName))?.entries.last)
    return JudgedFile(path: place(name), device: found.device, inode: found.inode)
  }

  /// The folder of the store; nil if there is none. (If a watched folder's store lies elsewhere, the watched folder has
  /// a `.freshet` only for cookies.)
  package func store() throws(DiscoveryError) -> String? {
    let folder = place(StoreLocation.folderName)
    guard let found = try chain(to: folder), let database = try database(in: folder, found) else { return nil }
    try judge(found.entries + database.entries, folder, store: found.entries.last)
    return folder
  }

  /// An error names the place itself, even if a link there leads to a closed folder: the search can end only above the
  /// place.
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

  /// The error for a place that the search can't look at. In the folder where the search begins it is another one,
  /// because no ceiling can end the search there.
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
