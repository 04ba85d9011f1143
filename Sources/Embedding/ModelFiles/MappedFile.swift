internal import FreshetCorpus
internal import Glibc

/// A file that is mapped read-only into memory. Opening takes the same time for any size, and processes share the
/// pages.
///
/// If a program truncates the file while it is mapped, reading past the new end raises SIGBUS. Therefore `freshet model
/// fetch` never overwrites a model file, but replaces it by renaming a new one, so that mappings keep the old bytes.
final class MappedFile: @unchecked Sendable {  // immutable after init, and nothing writes through the mapping
  let path: String
  let bytes: UnsafeRawBufferPointer
  let sizeInBytes: Int
  let modified: Timestamp
  let inode: UInt64

  init(path: String) throws(EmbeddingError) {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.error(errno, path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.error(errno, path) }
    self.path = path
    sizeInBytes = Int(status.st_size)
    modified = Timestamp(seconds: Int64(status.st_mtim.tv_sec), nanoseconds: Int64(status.st_mtim.tv_nsec))
    inode = UInt64(status.st_ino)
    bytes = try Self.map(descriptor, sizeInBytes, path)
  }

  deinit {
    if let base = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: base), bytes.count) }
  }

  var fingerprint: Fingerprint { Fingerprint(hashing: bytes) }

  private static func map(
    _ descriptor: Int32, _ size: Int, _ path: String
  ) throws(EmbeddingError) -> UnsafeRawBufferPointer {
    if size == 0 { return UnsafeRawBufferPointer(start: nil, count: 0) }  // mmap refuses the length 0
    let base = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let base, base != MAP_FAILED else { throw error(errno, path) }
    return UnsafeRawBufferPointer(start: base, count: size)
  }

  private static func error(_ code: Int32, _ path: String) -> EmbeddingError {
    code == ENOENT || code == ENOTDIR ? .modelMissing(path: path) : .modelUnreadable(path: path, errno: code)
  }
}
