/// Which users may read and write the files that Freshet makes in a store's folder: docs/FORMAT.md, section 1.
///
/// The umask doesn't affect them: a store holds the text of its documents, so the mode that suits a user's other files
/// doesn't suit these. The modes of the folder and of its database record which sharing the store has. A process
/// without a setting therefore makes its files with the same modes as other processes.
public enum StoreSharing: Hashable, Sendable {
  /// Only the owner: folders 0700, files 0600.
  case owner
  /// The owner and the folder's group: folders 2770, so that new files belong to the group, and files 0660.
  case group
}

extension StoreSharing {
  package enum Kind: Sendable {
    case folder, file

    fileprivate var ownersBits: UInt32 { self == .folder ? 0o700 : 0o600 }
  }

  /// The mode of a new folder or file.
  package func mode(of kind: Kind) -> UInt32 { mode(of: kind, being: kind.ownersBits) }

  /// The mode of an existing folder or file whose mode is `now`. The owner's part stays, because a user may have made
  /// the store read-only. The group gets the owner's rights, or none.
  package func mode(of kind: Kind, being now: UInt32) -> UInt32 {
    let owners = now & kind.ownersBits
    if self == .owner { return owners }
    return owners | owners >> 3 | (kind == .folder ? 0o2000 : 0)
  }

  /// The sharing that the modes of a folder and of the database in it record; `database` is nil if the folder has none.
  ///
  /// A folder alone could have both bits from its parent and from the umask. A database that Freshet didn't share is
  /// never writable by the group: SQLite makes it with 0644.
  package init(folder: UInt32, database: UInt32?) {
    let isShared =
      Self.group.mode(of: .folder, being: folder) == folder & 0o7777
      && database.map { Self.group.mode(of: .file, being: $0) == $0 & 0o7777 } ?? true
    self = isShared ? .group : .owner
  }
}
