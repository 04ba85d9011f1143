internal import Glibc

/// The exclusive right to commit to a store, held by an open `flock` on `writer.lock`.
///
/// The kernel releases it when the process dies, however it dies, so no stale lock can be left behind.
enum WriterLock {
  /// - Throws: `.locked` when another process doesn't let go within `patience`; else what `body` throws.
  static func holding<Value>(
    of store: String, by holder: String, patience: Duration, _ body: () throws -> Value
  ) throws -> Value {
    let path = store + "/writer.lock"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw StorageError.unreadable(path: path, why: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    try wait(for: descriptor, of: store, patience)
    _ = holder.withCString { pwrite(descriptor, $0, strlen($0) + 1, 0) }
    return try body()
  }

  private static func wait(for descriptor: Int32, of store: String, _ patience: Duration) throws {
    let deadline = ContinuousClock.now + patience
    var pauseInMicroseconds: UInt32 = 100
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard ContinuousClock.now < deadline else {
        let other = text(in: descriptor)
        throw StorageError.locked(path: store, holder: other.isEmpty ? "another process" : other)
      }
      usleep(pauseInMicroseconds)
      pauseInMicroseconds = min(2 * pauseInMicroseconds, 5_000)
    }
  }

  private static func text(in descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    return String(decoding: bytes.prefix(max(0, count)).prefix { $0 != 0 }, as: UTF8.self)
  }
}
