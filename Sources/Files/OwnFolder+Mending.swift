package import FreshetCorpus
internal import Glibc

/// The changes that Freshet made to the permissions of a store's folder and files, so that they match the sharing that
/// the store's owner wants.
package struct MendedModes: Hashable, Sendable {
  package let sharing: StoreSharing
  /// Whether a user lost a permission.
  package internal(set) var isNarrower = false
  package internal(set) var isWider = false
  /// The group that shares the store.
  package internal(set) var group: UInt32
  /// The names of the files that belong to other users and whose permissions Freshet therefore couldn't change.
  package internal(set) var left: [String] = []
}

extension OwnFolder {
  /// Gives the folder and Freshet's files in it the permissions that the sharing `wanted` prescribes; if `wanted` is
  /// nil, the folder keeps the sharing that its present permissions express.
  ///
  /// Does nothing unless the process runs as the folder's owner or root. Doesn't follow symbolic links. In files that
  /// don't belong to the folder's owner, root only removes permissions, because the owner could have moved any file of
  /// root's into the folder.
  /// - Returns: the changes; nil if there are none.
  package func mend(to wanted: StoreSharing?) -> MendedModes? {
    guard [0, status.st_uid].contains(geteuid()) else { return nil }
    let sharing = wanted ?? self.sharing
    var mended = MendedModes(sharing: sharing, group: sharing == .group ? groupToShareWith : status.st_gid)
    let names = FolderNames.all(in: descriptor)
    let own = names.filter(StoreNames.contains)
    if own.count == names.count || isNamedAsStore { mendItself(&mended) }
    for name in own { mend(name, &mended) }
    if let cookies = folder(StoreNames.cookies) { cookies.mendCookies(&mended) }
    return mended.isNarrower || mended.isWider ? mended : nil
  }

  /// Whether the folder has the name `.freshet`. A folder with another name may contain other files of its owner, so
  /// Freshet doesn't change its permissions.
  private var isNamedAsStore: Bool {
    var path = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/fd/\(descriptor)", &path, path.count)
    let bytes = path.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
    return String(decoding: bytes, as: UTF8.self).hasSuffix("/" + StoreNames.folder)
  }

  /// The id of the group to share the store with: the folder's own group, unless that is only the default group of the
  /// folder's creator. In that case, the parent folder's group, if the creator may choose it; this getter then also
  /// gives the folder that group.
  private var groupToShareWith: UInt32 {
    if sharing == .group || status.st_gid != getegid() { return status.st_gid }
    var around = stat()
    guard fstatat(descriptor, "..", &around, 0) == 0, around.st_gid != status.st_gid,
      fchownat(descriptor, ".", uid_t.max, around.st_gid, 0) == 0
    else { return status.st_gid }
    return around.st_gid
  }

  private func mendCookies(_ mended: inout MendedModes) {
    mendItself(&mended)
    for name in FolderNames.all(in: descriptor) { mend(name, &mended) }
  }

  func mendItself(_ mended: inout MendedModes) {
    mended.note(change(".", .folder, status, mended))
  }

  private func mend(_ name: String, _ mended: inout MendedModes) {
    var found = stat()
    guard fstatat(descriptor, name, &found, AT_SYMLINK_NOFOLLOW) == 0, found.st_mode & S_IFMT == S_IFREG,
      found.st_nlink == 1
    else { return }
    if [found.st_uid, 0].contains(geteuid()) {
      mended.note(change(name, .file, found, mended))
    } else if mended.sharing.mode(of: .file, being: found.st_mode) != found.st_mode & 0o7777 {
      // Remove an index that another user saved, because Freshet can write it again.
      if StoreNames.isIndex(name), unlinkat(descriptor, name, 0) == 0 { return }
      mended.left.append(name)
    }
  }

  /// Gives a file or folder the mode that the sharing prescribes, and the group with which it is shared. If another
  /// user than the folder's owner owns it, only removes permissions.
  ///
  /// - Returns: the modes before and after; nil if the mode didn't change.
  private func change(
    _ name: String, _ kind: StoreSharing.Kind, _ found: stat, _ mended: MendedModes
  ) -> (before: UInt32, after: UInt32)? {
    let before = found.st_mode & 0o7777
    var after = mended.sharing.mode(of: kind, being: before)
    if found.st_uid != status.st_uid {
      after &= before
    } else if mended.sharing == .group, found.st_gid != mended.group {
      fchownat(descriptor, name, uid_t.max, mended.group, AT_SYMLINK_NOFOLLOW)
    }
    // For a symbolic link, glibc's fchmodat returns an error.
    guard before != after, fchmodat(descriptor, name, after, kind == .folder ? 0 : AT_SYMLINK_NOFOLLOW) == 0
    else { return nil }
    return (before, after)
  }
}

extension MendedModes {
  fileprivate mutating func note(_ change: (before: UInt32, after: UInt32)?) {
    guard let change else { return }
    if change.before & ~change.after & 0o077 != 0 { isNarrower = true }
    if change.after & ~change.before & 0o077 != 0 { isWider = true }
  }
}
