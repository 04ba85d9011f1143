internal import Glibc
internal import FreshetSystem

/// A file's length and modification time, which show whether its content changed.
struct FileState: Hashable, Sendable {
  let bytes: Int64
  /// The modification time, in ns since 1970.
  let modified: Int64

  init(bytes: Int64, modified: Int64) {
    self.bytes = bytes
    self.modified = modified
  }

  /// The state of the file at `path`; nil if stat fails, for example because there is no file.
  init?(at path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    bytes = Int64(status.st_size)
    modified = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
  }
}
