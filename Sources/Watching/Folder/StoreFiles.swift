internal import FreshetFiles
internal import Glibc

/// The store's folder and its files, whatever name leads to them.
///
/// Closing such a file drops all locks that SQLite holds on it in this process. So Freshet never opens one as a
/// document.
struct StoreFiles {
  private static let names = [""] + (StoreNames.databaseFiles + [StoreNames.lock]).map { "/" + $0 }

  private let identities: [FolderIdentity]

  /// The folder and the files as they are now; a missing one has no identity. `store` is the folder's absolute path;
  /// nil for no store.
  init(in store: String?) {
    guard let store else {
      identities = []
      return
    }
    identities = Self.names.compactMap { Self.identity(of: store + $0) }
  }

  func contains(_ identity: FolderIdentity) -> Bool { identities.contains(identity) }

  /// The identity of what a link leads to, because SQLite follows it too.
  private static func identity(of path: String) -> FolderIdentity? {
    var status = Glibc.stat()
    guard stat(path, &status) == 0 else { return nil }
    return FolderIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
  }
}
