internal import FreshetFiles
internal import Glibc

/// Recognizes the store's folder and database files by device and inode, even under another name or through a link.
///
/// When a process closes any descriptor of a file, it loses all POSIX locks on that file. So opening a database file as
/// a document would drop SQLite's locks; Freshet never does that.
struct StoreFiles {
  private static let names = [""] + (StoreNames.databaseFiles + [StoreNames.lock]).map { "/" + $0 }

  private let identities: [FolderIdentity]

  /// Records the identities of the store's folder and of those database files that exist now.
  ///
  /// - Parameter store: the absolute path of the store's folder; nil for no store.
  init(in store: String?) {
    guard let store else {
      identities = []
      return
    }
    identities = Self.names.compactMap { Self.identity(of: store + $0) }
  }

  func contains(_ identity: FolderIdentity) -> Bool { identities.contains(identity) }

  /// Returns the identity of the file at `path`; nil if it doesn't exist. Follows symbolic links, because SQLite does
  /// too.
  private static func identity(of path: String) -> FolderIdentity? {
    var status = Glibc.stat()
    guard stat(path, &status) == 0 else { return nil }
    return FolderIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
  }
}
