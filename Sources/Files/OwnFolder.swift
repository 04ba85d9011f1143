package import FreshetCorpus
internal import Glibc

/// An open folder of a store. Freshet creates its own files only through this type, which determines their owner and
/// mode.
///
/// A new file gets the mode that the folder's sharing (`StoreSharing`) prescribes, regardless of the umask. If root
/// creates a file, the file gets the owner of the database in the folder, like SQLite's files `-wal` and `-shm`.
/// Without a database, it gets the owner of the folder. Otherwise a reader that runs as root would leave files that the
/// owner can't open. Every access uses the same folder descriptor, so nobody can exchange the folder meanwhile.
package struct OwnFolder: ~Copyable {
  /// `O_PATH` on x86-64 and AArch64, which Swift's Glibc module doesn't define. Opening with this flag needs no read
  /// permission.
  package static let pathOnly: Int32 = 0o10_000_000

  let descriptor: Int32
  let status: stat
  /// The file status of the database in this folder; nil if there is none.
  let database: stat?
  package let sharing: StoreSharing

  /// Opens the folder at `path`; nil if that fails, and then `errno` says why.
  package init?(at path: String) {
    self.init(openat(AT_FDCWD, path, Self.pathOnly | O_DIRECTORY | O_CLOEXEC))
  }

  /// Opens the subfolder `name`; nil if there is none, or if the name is that of a symbolic link.
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

  /// Opens the file `name` in this folder, like `openat`, but doesn't follow a symbolic link. With `O_CREAT` it creates
  /// a missing file; with `O_EXCL` it fails if the file exists.
  ///
  /// - Returns: the descriptor; -1 if the call fails, and then `errno` says why.
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

  /// The greatest number of attempts to open a file. An attempt fails if another process creates or removes the same
  /// file at the same time.
  private static let attempts = 100

  /// Creates the subfolder `name` with the permissions and the group of `reach`.
  ///
  /// - Returns: whether it created the folder. If not, `errno` says why, for example `EEXIST`.
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
  /// this, and there no user can be excluded.
  private func give(_ made: Int32, to kind: StoreSharing.Kind, _ sharing: StoreSharing, _ group: UInt32? = nil) {
    let owner = database ?? status
    if geteuid() == 0 { fchown(made, owner.st_uid, group ?? owner.st_gid) }
    fchmod(made, sharing.mode(of: kind))
  }
}

/// Creates and opens files of a store by their paths.
package enum OwnFile {
  /// Opens the file at `path`, like `OwnFolder.open`: doesn't follow a symbolic link, and creates the file with the
  /// mode that the store's sharing prescribes.
  ///
  /// - Returns: the descriptor; -1 if the call fails, and then `errno` says why.
  package static func open(_ path: String, _ flags: Int32) -> Int32 {
    // The usual case, an existing file, needs no access to the folder.
    if flags & O_EXCL == 0 {
      let there = Glibc.open(path, flags & ~O_CREAT | O_NOFOLLOW | O_CLOEXEC)
      if there >= 0 || errno != ENOENT || flags & O_CREAT == 0 { return there }
    }
    let (folder, name) = parts(of: path)
    guard let folder = OwnFolder(at: folder) else { return -1 }
    return folder.open(name, flags)
  }

  /// Creates a folder that belongs to the calling user and that no other user may enter. Its parent folder must exist.
  ///
  /// - Returns: whether it created the folder. If not, `errno` says why, for example `EEXIST`.
  package static func makeFolder(_ path: String) -> Bool {
    guard mkdir(path, 0o700) == 0 else { return false }
    chmod(path, StoreSharing.owner.mode(of: .folder))  // the parent folder may pass on its set-group-ID bit
    return true
  }

  private static func parts(of path: String) -> (folder: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
    return (slash == path.startIndex ? "/" : String(path[..<slash]), String(path[path.utf8.index(after: slash)...]))
  }
}
