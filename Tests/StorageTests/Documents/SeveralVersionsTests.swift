import FreshetCorpus
import Foundation
import FreshetTestSupport
import GRDB
import FreshetStorage
import Testing

/// Older and newer binaries on one store, and copies of that store.
struct SeveralVersionsTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/.freshet"
    let store = try Store(at: path, for: .writing)
    try store.write { try StoredDocuments.install("a", ["one"], $0) }
  }

  private func database(waiting seconds: TimeInterval = 5, foreignKeys: Bool = true) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.busyMode = .timeout(seconds)
    configuration.foreignKeysEnabled = foreignKeys
    return try DatabaseQueue(path: path + "/store.sqlite", configuration: configuration)
  }

  private func change(_ sql: String) throws {
    try database(waiting: 0).writeWithoutTransaction { try $0.execute(sql: sql) }
  }

  @Test(arguments: [
    "UPDATE meta SET fence = fence + 1",
    "INSERT INTO journal (source, path, observed_at) VALUES ('files', 'x', 1)",
    "INSERT INTO barriers (cookie, at) VALUES ('x', 1)",
    "INSERT INTO changes SELECT lsn + 1, at, kind, source, path, revision, version, history FROM changes",
    "INSERT INTO watchers (source, holder, fence, expires_at, policy, health) VALUES ('files', 'x', 1, 1, 'x', 'blind')",
    "INSERT INTO seen VALUES ('x', 1)",
  ])
  func `a binary up to format 4 that has the store open can't commit to it, and gets the reason`(sql: String)
    throws
  {
    let older = try database()
    let failure = #expect(throws: DatabaseError.self) { try older.write { try $0.execute(sql: sql) } }
    #expect(failure?.message == "another process brought this store to format 5: end this one, and upgrade its freshet")
    for other in [try database(waiting: 0), try database(foreignKeys: false)] {
      try other.writeWithoutTransaction { try $0.execute(sql: "BEGIN; \(sql); ROLLBACK") }
    }
  }

  @Test func `an open store that a newer binary migrates is refused with a named error`() throws {
    let (store, reading) = (try Store(at: path, for: .writing), try Store(at: path, for: .reading))
    try change("PRAGMA user_version = 9")
    let expected = StorageError.formatTooNew(path: path, format: 9, supported: 8)
    #expect(throws: expected) { try store.write { try $0.record(tokensPerSecond: 1) } }
    #expect(throws: expected) { try store.read { try $0.token() } }
    #expect(throws: expected) { try reading.read { try $0.token() } }
    #expect(throws: expected) { try Store(at: path, for: .writing) }
    #expect(throws: expected) { try Store(at: path, for: .reading) }
  }

  private func replica() throws -> ReplicaID {
    try Store(at: path, for: .writing).read { try $0.identity().replica }
  }

  @Test func `a copy with a reused inode is recognized by its birth time`() throws {
    let original = try replica()
    #expect(try replica() == original)
    try change("UPDATE meta SET file_born = file_born - 1")
    let copy = try replica()
    #expect(copy != original)
    #expect(try replica() == copy)
  }

  @Test func `a copy with the same birth time by chance is recognized by its inode`() throws {
    let original = try replica()
    try change("UPDATE meta SET file = file + 1")
    #expect(try replica() != original)
  }

  @Test func `a store without a recorded birth time keeps its name and records the time`() throws {
    let original = try replica()
    try change("UPDATE meta SET file_born = NULL")
    #expect(try replica() == original)
    #expect(try database().read { try Int64.fetchOne($0, sql: "SELECT file_born FROM meta") } != nil)
  }

  @Test func `a store that is opened twice in a process keeps its locks when one of the two is closed`() throws {
    let store = try Store(at: path, for: .writing)
    do { _ = try Store(at: path, for: .reading) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c",
      "import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.execute('SELECT count(*) FROM meta').fetchall(); d.close()",
      path + "/store.sqlite",
    ]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    try store.write { try StoredDocuments.install("b", ["two"], $0) }
    #expect(try store.read { try $0.documentIDs() }.map(\.path) == ["a", "b"])
  }
}
