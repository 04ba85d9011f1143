internal import Glibc

/// The exclusive right to write a store, held by an open `flock` on `writer.lock`.
///
/// The kernel releases it when the process dies, however it dies, so no stale lock can be left behind. The fence number in
/// the store guards the rest: a writer whose lock file was deleted under it, or that was stopped and overtaken, finds a
/// newer fence at its next commit and writes nothing.
final class WriterLock: Sendable {
  private let descriptor: Int32

  init(store: String, holder: String) throws(StorageError) {
    let path = store + "/writer.lock"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw .unreadable(path: path, why: String(cString: strerror(errno)))
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let other = Self.text(in: descriptor)
      close(descriptor)
      throw .locked(path: store, holder: other.isEmpty ? "another process" : other)
    }
    ftruncate(descriptor, 0)
    _ = holder.withCString { pwrite(descriptor, $0, strlen($0), 0) }
  }

  deinit {
    ftruncate(descriptor, 0)
    close(descriptor)
  }

  private static func text(in descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }
}
