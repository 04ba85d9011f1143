import Foundation
import FreshetTestSupport
import Glibc
import FreshetStorage
import Testing

/// A lock on a file that its path no longer names excludes nobody.
struct WriterLockTests {
  private let folder: TemporaryFolder
  private let path: String
  private let store: Store

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/.freshet"
    store = try Store(at: path, for: .writing, holder: "the writer")
  }

  private func locked() throws -> Int32 {
    let descriptor = open(path + "/writer.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    try #require(descriptor >= 0 && flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    return descriptor
  }

  /// The number of this process's descriptors for the lock file.
  private func openLocks() -> Int {
    // A descriptor may close meanwhile; it then doesn't count.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    return names.count {
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + $0)) == path + "/writer.lock"
    }
  }

  private func holder(in descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    return String(decoding: bytes.prefix(max(0, count)).prefix { $0 != 0 }, as: UTF8.self)
  }

  @Test func `a process that waits for a lock waits for the new file if the lock file is replaced`() throws {
    let old = try locked()
    ftruncate(old, 0)
    // On a thread of its own: those of the pool may all wait as this test does.
    let hasWritten = DispatchSemaphore(value: 0)
    Thread.detachNewThread { [store] in
      #expect(throws: Never.self) { try store.write { try $0.record(tokensPerSecond: 1) } }
      hasWritten.signal()
    }
    try waitUntil("a writer that waits for the lock") { openLocks() >= 2 }
    rename(path + "/writer.lock", path + "/former")
    let new = try locked()
    flock(old, LOCK_UN)
    #expect(holder(in: old) == "", "nobody writes under the former lock")
    flock(new, LOCK_UN)
    hasWritten.wait()
    #expect(holder(in: new) == "the writer")
    #expect(holder(in: old) == "")
    close(old)
    close(new)
  }

  @Test func `a lock on a replaced file excludes nobody`() throws {
    let old = try locked()
    defer { close(old) }
    rename(path + "/writer.lock", path + "/former")
    try store.write { try $0.record(tokensPerSecond: 1) }
    #expect(try store.read { try $0.tokensPerSecond() } == 1)
  }
}
