internal import FreshetCorpus
internal import Glibc

/// Who shares a folder or file.
struct SharingReach {
  let sharing: StoreSharing
  /// Nil for the group that a new file gets by default.
  let group: UInt32?

  /// The sharing of the store in the folder `path`; the owner's only if there is no store.
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
  /// Makes `.freshet/cookies` in the documents' folder `root`, wherever `store` is. Every user who may write the store
  /// may leave a cookie.
  ///
  /// In another user's folder it makes no `.freshet` that the folder's owner couldn't use. Barriers cost a scan there.
  package static func makeCookies(in root: String, for store: String?) {
    guard let around = OwnFolder(at: root) else { return }
    let reach = SharingReach(of: store)
    let mayMake = [0, around.status.st_uid].contains(geteuid()) || reach.sharing == .group
    if mayMake { _ = around.makeFolder(StoreNames.folder, reach) }
    guard let parent = OwnFolder(at: root + "/" + StoreNames.folder) else { return }
    // The other store's own writers maintain its modes.
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
