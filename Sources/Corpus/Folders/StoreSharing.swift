/// Which users may read and write the files that Freshet creates in a store's folder (docs/FORMAT.md, section 1).
///
/// The umask doesn't affect the permissions of these files: a store contains the text of its documents, so it may need
/// other permissions than a user's other files. The permissions of the folder and its database record the store's
/// sharing. So a process without a setting creates files with the same permissions as other processes.
public enum StoreSharing: Hashable, Sendable {
  /// Only the owner may use the store: folders have mode 0700, files 0600.
  case owner
  /// The owner and the folder's group may use the store: folders have mode 2770, so that new files belong to the group,
  /// and files 0660.
  case group
}

extension StoreSharing {
  package enum Kind: Sendable {
    case folder, file

    fileprivate var ownersBits: UInt32 { self == .folder ? 0o700 : 0o600 }
  }

  /// The mode of a new folder or file.
  package func mode(of kind: Kind) -> UInt32 { mode(of: kind, being: kind.ownersBits) }

  /// The mode that an existing folder or file with the mode `now` should get. The owner's permissions stay, because a
  /// user may have made the store read-only. With `.group`, the group gets the owner's permissions; with `.owner`,
  /// none.
  package func mode(of kind: Kind, being now: UInt32) -> UInt32 {
    let owners = now & kind.ownersBits
    if self == .owner { return owners }
    return owners | owners >> 3 | (kind == .folder ? 0o2000 : 0)
  }

  /// The sharing that the modes of a store's folder and database record; pass nil for `database` if the folder has
  /// none.
  ///
  /// The mode of the folder alone isn't enough, because its group bits may come from the parent folder and the umask. A
  /// database that Freshet hasn't shared is never writable by the group: SQLite creates it with mode 0644.
  package init(folder: UInt32, database: UInt32?) {
    let isShared =
      Self.group.mode(of: .folder, being: folder) == folder & 0o7777
      && database.map { Self.group.mode(of: .file, being: $0) == $0 & 0o7777 } ?? true
    self = isShared ? .group : .owner
  }
}
