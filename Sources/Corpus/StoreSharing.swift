/// Who may read and write what Freshet makes in a store's folder: docs/FORMAT.md, section 1.
///
/// The umask has no say in it: a store holds the text of its documents, so what is right for other files of a user isn't
/// for these. The modes of the folder and of its database say which of the two it is, so that a process that was
/// never told makes its files as the others do.
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

  /// The mode of something new.
  package func mode(of kind: Kind) -> UInt32 { mode(of: kind, being: kind.ownersBits) }

  /// The mode of something that has the mode `now`. The owner's part stays: somebody may have made a store read-only. The group
  /// may do what the owner may, or nothing.
  package func mode(of kind: Kind, being now: UInt32) -> UInt32 {
    let owners = now & kind.ownersBits
    if self == .owner { return owners }
    return owners | owners >> 3 | (kind == .folder ? 0o2000 : 0)
  }

  /// What a folder's mode and that of the database in it say; nil for a folder without a database.
  ///
  /// A folder alone could have both bits from its parent and from the umask. A database that Freshet didn't share never
  /// has the group's right to write: SQLite makes it with 0644.
  package init(folder: UInt32, database: UInt32?) {
    let isShared =
      Self.group.mode(of: .folder, being: folder) == folder & 0o7777
      && database.map { Self.group.mode(of: .file, being: $0) == $0 & 0o7777 } ?? true
    self = isShared ? .group : .owner
  }
}
