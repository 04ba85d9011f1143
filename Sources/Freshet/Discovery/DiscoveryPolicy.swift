/// Decides how far the search for a store or a freshet.toml goes up, and whether the caller may use a file that the
/// search found (decision 0041). The policy only judges facts; `UpwardSearch` collects them.
///
/// A store determines which folder is indexed, and a freshet.toml determines which files. So the policy accepts neither
/// of them from another user merely because it lies in a folder above the current one.
package struct DiscoveryPolicy: Hashable, Sendable {
  /// The user who runs the search.
  package struct Caller: Hashable, Sendable {
    let user: UInt32
    let groups: Set<UInt32>
    /// The user who started this process with sudo; nil if the process doesn't run under sudo.
    let sudoUser: UInt32?

    package init(user: UInt32, groups: Set<UInt32> = [], sudoUser: UInt32? = nil) {
      self.user = user
      self.groups = groups
      self.sudoUser = sudoUser
    }
  }

  package struct Folder: Hashable, Sendable {
    let owner: UInt32
    let device: UInt64

    package init(owner: UInt32, device: UInt64) {
      self.owner = owner
      self.device = device
    }
  }

  /// The owner, group and mode of a link, folder or file on the path to a file that the search found.
  package struct Entry: Hashable, Sendable {
    let owner: UInt32
    let group: UInt32
    let mode: UInt32

    package init(owner: UInt32, group: UInt32, mode: UInt32) {
      self.owner = owner
      self.group = group
      self.mode = mode
    }
  }

  /// Why the search doesn't go to the folder above.
  package enum End: Hashable, Sendable {
    case ceiling
    case fileSystem
    case owner(UInt32)
  }

  package enum Verdict: Hashable, Sendable {
    case take
    /// The caller may not use the file, because it belongs to another user, `owner`.
    case refuse(owner: UInt32)
  }

  private let caller: Caller
  /// The folder in which the search begins.
  private let start: Folder

  package init(caller: Caller, start: Folder) {
    self.caller = caller
    self.start = start
  }

  /// The reason not to continue the search from `folder` in `above`; nil if the search continues.
  ///
  /// - Parameter isTrusted: whether the caller's list of trusted folders contains `above`, or a folder around it.
  package func end(from folder: Folder, to above: Folder, isCeiling: Bool, isTrusted: Bool) -> End? {
    if isCeiling { return .ceiling }
    if above.device != folder.device { return .fileSystem }
    return isTrusted || mayEnter(above) ? nil : .owner(above.owner)
  }

  /// Decides whether the caller may use a store or file that the search found.
  ///
  /// - Parameters:
  ///   - parts: all links, folders and files on the path to the found file, below the searched folder.
  ///   - store: the store's folder in the searched folder; nil if there is none.
  ///   - isNamed: whether the caller named the searched folder explicitly, or trusts it.
  package func verdict(on parts: [Entry], store: Entry?, isNamed: Bool) -> Verdict {
    if isNamed { return .take }
    guard let foreign = parts.first(where: { !isOwn($0.owner) }) else { return .take }
    guard let store, isShared(store), parts.allSatisfy({ isOwn($0.owner) || belongs($0, to: store) }) else {
      return .refuse(owner: foreign.owner)
    }
    return .take
  }

  func isCaller(_ user: UInt32) -> Bool { user == caller.user }

  /// Whether the search may go up into `folder`: the folder must belong to the owner of the start folder or to the
  /// caller. If the caller is root, the user who ran sudo counts instead of root, so that a search that begins in
  /// another user's folder doesn't go up into folders of root.
  private func mayEnter(_ folder: Folder) -> Bool {
    if folder.owner == start.owner { return true }
    return caller.user == 0 ? folder.owner == caller.sudoUser : folder.owner == caller.user
  }

  private func isOwn(_ owner: UInt32) -> Bool {
    if owner == caller.user { return true }
    return caller.user == 0 && (owner == start.owner || owner == caller.sudoUser)
  }

  /// Whether the store is writable by a group of the caller. A store that everybody may write doesn't count as shared.
  private func isShared(_ store: Entry) -> Bool {
    store.mode & 0o020 != 0 && store.mode & 0o002 == 0 && caller.groups.contains(store.group)
  }

  private func belongs(_ entry: Entry, to store: Entry) -> Bool {
    entry.owner == store.owner || entry.group == store.group
  }
}
