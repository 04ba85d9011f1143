internal import FreshetSystem
internal import Glibc

/// Identifies the file that a path names now. While a process has a file open, no other file gets its inode.
struct FileIdentity: Hashable, Sendable {
  let device: UInt64
  let inode: UInt64

  /// Nil if there is no file; `errno` says why.
  init?(at path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  /// The identity of an open file.
  init?(of descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
  }

  /// The birth time of the file at `path`, in ns; nil if the file system records none.
  static func birth(at path: String) -> Int64? {
    let birth = freshet_birth_time_at(path)
    return birth == .min ? nil : birth
  }
}

/// A file's length and modification time, which show whether its content changed.
struct FileState: Hashable, Sendable {
  let bytes: Int64
  /// ns
  let modified: Int64

  init(bytes: Int64, modified: Int64) {
    self.bytes = bytes
    self.modified = modified
  }

  /// Nil if there is no file.
  init?(at path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    bytes = Int64(status.st_size)
    modified = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
  }
}
