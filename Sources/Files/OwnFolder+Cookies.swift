internal import FreshetCorpus
internal import Glibc

/// The users who may use a folder or file: its sharing, and the group if it is shared with one.
struct SharingReach {
  let sharing: StoreSharing
  /// The id of the group; nil for the group that the system gives a new file by default.
  let group: UInt32?

  /// The sharing of the store in the folder `path`; sharing with nobody but the owner if there is no store.
  init(of path: String?) {
    guard let path, let store = OwnFolder(at: path) else {
      (sharing, group) = (.owner, nil)
      return
    }
    sharing = store.sharing
    group = sharing == .group ? store.status.st_gid : nil
  }
}

extension OwnFolder {
  /// Creates the folder `.freshet/cookies` in the documents' folder `root`, even if the store's folder `store` is in
  /// another folder. Every user who may write the store may create a cookie in it (an empty file whose event shows how
  /// far a watcher is).
  ///
  /// If `root` belongs to another user, creates `.freshet` only if that user could use it. Without the folder
  /// `.freshet/cookies`, each barrier (a read that includes every earlier file operation) needs a scan.
  package static func makeCookies(in root: String, for store: String?) {
    guard let around = OwnFolder(at: root) else { return }
    let reach = SharingReach(of: store)
    let mayMake = [0, around.status.st_uid].contains(geteuid()) || reach.sharing == .group
    if mayMake { _ = around.makeFolder(StoreNames.folder, reach) }
    guard let parent = OwnFolder(at: root + "/" + StoreNames.folder) else { return }
    // If another store is in this folder, the processes that write it maintain its permissions.
    if parent.database != nil {
      _ = parent.makeFolder(StoreNames.cookies, SharingReach(of: root + "/" + StoreNames.folder))
      return
    }
    parent.mendItself(to: reach)
    if parent.makeFolder(StoreNames.cookies, reach) { return }
    if let cookies = parent.folder(StoreNames.cookies) { cookies.mendItself(to: reach) }
  }

  private func mendItself(to reach: SharingReach) {
    guard [0, status.st_uid].contains(geteuid()) else { return }
    var mended = MendedModes(sharing: reach.sharing, group: reach.group ?? status.st_gid)
    mendItself(&mended)
  }
}
