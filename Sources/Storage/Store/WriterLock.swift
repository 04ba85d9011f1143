internal import FreshetFiles
internal import Glibc

/// The lock that allows one process at a time to commit to a store: an exclusive `flock` on the open file
/// `writer.lock`.
///
/// The kernel releases the lock when the process ends or is killed, so no stale lock can remain. If another file has
/// taken the path of the lock file, the old lock excludes nobody, so the process locks the new file instead.
struct WriterLock: ~Copyable {
  private let descriptor: Int32

  private static func path(in store: String) -> String { store + "/" + StoreNames.lock }

  /// Takes the lock, runs `body`, and releases the lock.
  ///
  /// - Throws: `.locked` if another process doesn't release the lock within `patience`; also errors of `body`.
  static func holding<Value>(
    of store: String, by holder: String, patience: Duration, _ body: (borrowing WriterLock) throws -> Value
  ) throws -> Value {
    let lock = try WriterLock(of: store, until: ContinuousClock.now + patience)
    _ = holder.withCString { pwrite(lock.descriptor, $0, min(strlen($0) + 1, nameBytes), 0) }
    return try body(lock)
  }

  private init(of store: String, until deadline: ContinuousClock.Instant) throws {
    let path = Self.path(in: store)
    while true {
      let descriptor = OwnFile.open(path, O_RDWR | O_CREAT)
      guard descriptor >= 0 else { throw Self.failure(errno, path, store) }
      do {
        try Self.wait(for: descriptor, of: store, until: deadline)
      } catch {
        close(descriptor)
        throw error
      }
      if FileIdentity(of: descriptor) == FileIdentity(at: path) {
        self.descriptor = descriptor
        return
      }
      close(descriptor)
    }
  }

  deinit { close(descriptor) }

  private static func failure(_ code: Int32, _ path: String, _ store: String) -> StorageError {
    switch code {
    case EROFS, EACCES, EPERM: .readOnly(path: store)
    case ENOENT, ENOTDIR: .replaced(path: store)
    default: .unreadable(path: path, why: String(cString: strerror(code)))
    }
  }

  private static func wait(
    for descriptor: Int32, of store: String, until deadline: ContinuousClock.Instant
  ) throws {
    let began = ContinuousClock.now
    var pauseInMicroseconds: UInt32 = 100
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard ContinuousClock.now < deadline else {
        let other = text(in: descriptor, nameBytes, at: 0)
        throw StorageError.locked(path: store, holder: other.isEmpty ? "another process" : other)
      }
      // After cancellation, keep trying for one second, because a cancelled command may still have to release its
      // lease.
      if Task.isCancelled, ContinuousClock.now > began + .seconds(1) { throw CancellationError() }
      usleep(pauseInMicroseconds)
      pauseInMicroseconds = min(2 * pauseInMicroseconds, 5_000)
    }
  }

  private static func text(in descriptor: Int32, _ count: Int, at offset: Int) -> String {
    var bytes = [UInt8](repeating: 0, count: count)
    let count = pread(descriptor, &bytes, bytes.count, off_t(offset))
    return String(decoding: bytes.prefix(max(0, count)).prefix { $0 != 0 }, as: UTF8.self)
  }
}

extension WriterLock {
  private static let nameBytes = 256
  private static let recordBytes = 128

  /// The recorded state of the database file (`MoveRecord`), read from the lock file; nil if there is no valid record.
  var record: MoveRecord? { MoveRecord(Self.text(in: descriptor, Self.recordBytes, at: Self.nameBytes)) }

  /// The recorded state of the database file, read without taking the lock; nil if there is no valid record.
  static func record(of store: String) -> MoveRecord? {
    let descriptor = open(path(in: store), O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return MoveRecord(text(in: descriptor, recordBytes, at: nameBytes))
  }

  /// Writes the record of the database file's state into the lock file.
  ///
  /// - Throws: `StorageError.diskFull` or `.unreadable`. Without the record, other processes would take the next
  ///   checkpoint for an overwritten file.
  borrowing func keep(_ record: MoveRecord, of store: String) throws {
    var bytes = Array(record.text.utf8.prefix(Self.recordBytes))
    bytes += [UInt8](repeating: 0, count: Self.recordBytes - bytes.count)
    guard pwrite(descriptor, bytes, bytes.count, off_t(Self.nameBytes)) == bytes.count else {
      if errno == ENOSPC { throw StorageError.diskFull(path: store) }
      throw StorageError.unreadable(path: Self.path(in: store), why: String(cString: strerror(errno)))
    }
  }
}
