import FreshetCorpus
import Foundation
import FreshetStorage
import FreshetTestSupport
import Testing

/// The write-ahead log is bounded by bytes, and its status names the processes that keep it from being moved.
struct LogBoundTests {
  private let folder: TemporaryFolder
  private let path: String
  private static let policy = LogPolicy(movedFrom: 256 << 10, cutBeyond: 1 << 20)

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/.freshet"
  }

  /// Commits about 40 KiB of pages.
  private func commit(_ number: Int, to store: Store) throws {
    let text = (0..<400).map { "word\(number)x\($0)" }.joined(separator: " ")
    try store.write { try StoredDocuments.install("document \(number)", [text], $0) }
  }

  @Test func `the log stays within its bound while no reader lasts long`() throws {
    let store = try Store(at: path, for: .writing, logPolicy: Self.policy)
    var longest = 0
    for number in 0..<100 {
      try commit(number, to: store)
      longest = max(longest, store.logStatus().bytes)
    }
    #expect(longest < 1 << 20)
    #expect(longest > 200 << 10, "it isn't moved at each commit")
    #expect(try store.read { try $0.documentIDs() }.count == 100)
  }

  @Test func `a reader delays the move of the log, commits don't wait for it, and the log is moved once it ends`()
    throws
  {
    let (store, reader) = (
      try Store(at: path, for: .writing, logPolicy: Self.policy), try Store(at: path, for: .writing)
    )
    try commit(0, to: store)
    let began = ContinuousClock.now
    try reader.read { reader in
      let before = try reader.documentIDs()
      for number in 1...60 { try commit(number, to: store) }
      #expect(try reader.documentIDs() == before)
      #expect(store.logStatus().bytes > 1 << 20)
      // Beside tests that lock and unlock all the time, the kernel's table may lack an entry more than once.
      let readers = (0..<200).lazy.map { _ in store.logStatus().readers }.first { $0 != [] } ?? []
      #expect(readers?.map(\.process) == [ProcessInfo.processInfo.processIdentifier])
      #expect(readers?.first?.command.isEmpty == false)
    }
    #expect(ContinuousClock.now - began < .seconds(30), "no commit waits for a reader")
    try commit(61, to: store)
    #expect(store.logStatus().bytes <= 1 << 20)
    #expect(store.logStatus().readers == [])
    #expect(try store.read { try $0.documentIDs() }.count == 62)
  }

  @Test func `the policy moves a log that is long enough, and truncates one that was moved whole`() {
    let policy = LogPolicy(movedFrom: 10, cutBeyond: 100)
    #expect(!policy.isDue(usedBytes: 9, fileBytes: 100))
    #expect(policy.isDue(usedBytes: 10, fileBytes: 10))
    #expect(policy.isDue(usedBytes: 0, fileBytes: 101))
    #expect(!policy.isCut(isMovedWhole: true, fileBytes: 100))
    #expect(policy.isCut(isMovedWhole: true, fileBytes: 101))
    #expect(!policy.isCut(isMovedWhole: false, fileBytes: 101))
    #expect(LogPolicy() == LogPolicy(movedFrom: 16 << 20, cutBeyond: 64 << 20))
  }
}
