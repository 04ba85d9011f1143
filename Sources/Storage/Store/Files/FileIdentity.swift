internal import Glibc
internal import FreshetSystem

/// The device and inode of a file, which identify it. While a process has the file open, no other file gets its inode.
struct FileIdentity: Hashable, Sendable {
  let device: UInt64
  let inode: UInt64

  /// The identity of the file at `path`; nil if there is no such file or stat fails, and then `errno` says why.
  init?(at path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  /// The identity of the open file with this descriptor; nil if fstat fails.
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
