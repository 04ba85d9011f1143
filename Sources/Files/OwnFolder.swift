package import FreshetCorpus
internal import Glibc

/// An open folder of a store. Freshet makes its own files only through this type, and it decides their owner and mode.
///
/// A new file gets the mode that the folder's sharing (`StoreSharing`) prescribes, whatever the umask. If root makes
/// the file, it belongs to the owner of the database beside it, as SQLite does with `-wal` and `-shm`; without a
/// database, to the owner of the folder. Otherwise a reader that is root would leave files that the owner can't open.
/// Every look-up uses one descriptor, so nobody can exchange the folder in between.
package struct OwnFolder: ~Copyable {
  /// `O_PATH` on x86-64 and AArch64, which Swift's Glibc module doesn't define. Opening with this flag needs no read
  /// permission.
  package static let pathOnly: Int32 = 0o10_000_000

  let descriptor: Int32
  let status: stat
  /// The file status of the database; nil if there is none.
  let database: stat?
  package let sharing: StoreSharing

  /// Nil if there is no such folder; `errno` says why.
  package init?(at path: String) {
    self.init(openat(AT_FDCWD, path, Self.pathOnly | O_DIRECTORY | O_CLOEXEC))
  }

  /// A folder in this one. A link doesn't count.
  package func folder(_ name: String) -> OwnFolder? {
    OwnFolder(openat(descriptor, name, Self.pathOnly | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC))
  }

  private init?(_ descriptor: Int32) {
    guard descriptor >= 0 else { return nil }
    var (status, database) = (stat(), stat())
    guard fstat(descriptor, &status) == 0 else {
      close(descriptor)
      return nil
    }
    let hasDatabase = fstatat(descriptor, StoreNames.database, &database, 0) == 0
    self.descriptor = descriptor
    self.status = status
    self.database = hasDatabase ? database : nil
    sharing = StoreSharing(folder: status.st_mode, database: hasDatabase ? database.st_mode : nil)
  }

  deinit { close(descriptor) }

  /// Like `openat`, but follows no link. With `O_CREAT` it makes a missing file; with `O_EXCL` it only makes new files.
  ///
  /// - Returns: -1 if it fails; `errno` says why.
  package func open(_ name: String, _ flags: Int32) -> Int32 {
    let flags = flags | O_NOFOLLOW | O_CLOEXEC
    let isExclusive = flags & O_EXCL != 0
    for _ in 0..<Self.attempts {
      if !isExclusive {
        let there = openat(descriptor, name, flags & ~O_CREAT)
        if there >= 0 || errno != ENOENT || flags & O_CREAT == 0 { return there }
      }
      let made = openat(descriptor, name, flags | O_EXCL, 0o600)
      if made >= 0 {
        give(made, to: .file, sharing)
        return made
      }
      if isExclusive || errno != EEXIST { return -1 }
    }
    return -1
  }

  /// How often to retry, because another process may make and remove the same file at the same time.
  private static let attempts = 100

  /// Makes a folder in this one.
  ///
  /// - Returns: false if it fails, or if the folder already exists (`EEXIST`).
  func makeFolder(_ name: String, _ reach: SharingReach) -> Bool {
    guard mkdirat(descriptor, name, 0o700) == 0 else { return false }
    let made = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard made >= 0 else { return false }
    if let group = reach.group { fchown(made, uid_t.max, group) }
    give(made, to: .folder, reach.sharing, reach.group)
    close(made)
    return true
  }

  /// Sets owner and mode of a new file or folder. Ignores failures: only file systems without owners or modes refuse
  /// this, and they have no users to keep out.
  private func give(_ made: Int32, to kind: StoreSharing.Kind, _ sharing: StoreSharing, _ group: UInt32? = nil) {
    let owner = database ?? status
    if geteuid() == 0 { fchown(made, owner.st_uid, group ?? owner.st_gid) }
    fchmod(made, sharing.mode(of: kind))
  }
}

/// A file of a store, by its path.
package enum OwnFile {
  /// Like `OwnFolder.open`, with the path of the file.
  ///
  /// - Returns: the descriptor; -1 if it fails, and `errno` says why.
  package static func open(_ path: String, _ flags: Int32) -> Int32 {
    // The usual case needs no access to the folder.
    if flags & O_EXCL == 0 {
      let there = Glibc.open(path, flags & ~O_CREAT | O_NOFOLLOW | O_CLOEXEC)
      if there >= 0 || errno != ENOENT || flags & O_CREAT == 0 { return there }
    }
    let (folder, name) = parts(of: path)
    guard let folder = OwnFolder(at: folder) else { return -1 }
    return folder.open(name, flags)
  }

  /// Makes a folder that belongs to the calling user and that no other user may enter. The umask decides the modes of
  /// missing parent folders.
  ///
  /// - Returns: whether it made the folder; false with `errno`, for example `EEXIST`.
  package static func makeFolder(_ path: String) -> Bool {
    guard mkdir(path, 0o700) == 0 else { return false }
    chmod(path, StoreSharing.owner.mode(of: .folder))  // a parent may hand down its group bit
    return true
  }

  private static func parts(of path: String) -> (folder: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
    return (slash == path.startIndex ? "/" : String(path[..<slash]), String(path[path.utf8.index(after: slash)...]))
  }
}
