/// Decides how far a search upwards goes, and which of its finds the caller may use (decision 0041). It only judges
/// facts; `UpwardSearch` collects them.
///
/// A store determines which folder is indexed, and freshet.toml which files. So the policy accepts neither from another
/// user merely because it lies above the current folder.
package struct DiscoveryPolicy: Hashable, Sendable {
  /// The user who runs the search.
  package struct Caller: Hashable, Sendable {
    let user: UInt32
    let groups: Set<UInt32>
    /// The user who called sudo; nil if nobody did.
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

  /// A link, a folder or a file on the way to what the search found.
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

  /// Why a search doesn't go further up.
  package enum End: Hashable, Sendable {
    case ceiling
    case fileSystem
    case owner(UInt32)
  }

  package enum Verdict: Hashable, Sendable {
    case take
    /// What the search found belongs to this other user.
    case refuse(owner: UInt32)
  }

  private let caller: Caller
  /// Where the search begins.
  private let start: Folder

  package init(caller: Caller, start: Folder) {
    self.caller = caller
    self.start = start
  }

  /// Why the search doesn't go from a folder to the one above it; nil if it does.
  ///
  /// - Parameter isTrusted: whether the caller listed the folder above, or a folder that contains it.
  package func end(from folder: Folder, to above: Folder, isCeiling: Bool, isTrusted: Bool) -> End? {
    if isCeiling { return .ceiling }
    if above.device != folder.device { return .fileSystem }
    return isTrusted || mayEnter(above) ? nil : .owner(above.owner)
  }

  /// Whether the caller may use what the search found.
  ///
  /// - Parameters:
  ///   - parts: all entries on the way to it, below the folder where it was found.
  ///   - store: the folder of the store there; nil if there is none.
  ///   - isNamed: whether the caller named the folder.
  package func verdict(on parts: [Entry], store: Entry?, isNamed: Bool) -> Verdict {
    if isNamed { return .take }
    guard let foreign = parts.first(where: { !isOwn($0.owner) }) else { return .take }
    guard let store, isShared(store), parts.allSatisfy({ isOwn($0.owner) || belongs($0, to: store) }) else {
      return .refuse(owner: foreign.owner)
    }
    return .take
  }

  func isCaller(_ user: UInt32) -> Bool { user == caller.user }

  /// Root also works in other users' folders. There, folders of root further up count as another user's folders.
  private func mayEnter(_ folder: Folder) -> Bool {
    if folder.owner == start.owner { return true }
    return caller.user == 0 ? folder.owner == caller.sudoUser : folder.owner == caller.user
  }

  private func isOwn(_ owner: UInt32) -> Bool {
    if owner == caller.user { return true }
    return caller.user == 0 && (owner == start.owner || owner == caller.sudoUser)
  }

  /// Whether the owner shares the store with a group of the caller. A store that everybody may write doesn't count as
  /// shared.
  private func isShared(_ store: Entry) -> Bool {
    store.mode & 0o020 != 0 && store.mode & 0o002 == 0 && caller.groups.contains(store.group)
  }

  private func belongs(_ entry: Entry, to store: Entry) -> Bool {
    entry.owner == store.owner || entry.group == store.group
  }
}
