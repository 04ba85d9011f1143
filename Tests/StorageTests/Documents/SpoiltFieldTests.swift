import FreshetCorpus
import Foundation
import FreshetTestSupport
import GRDB
import FreshetStorage
import Testing

/// A field that this store never writes: reading it is a named error, and never crashes the process.
struct SpoiltFieldTests {
  private let folder: TemporaryFolder
  private let store: Store

  init() throws {
    folder = try TemporaryFolder()
    store = try Store(at: folder.path + "/.freshet", for: .writing)
    try store.write { writer in
      try StoredDocuments.install("a", ["one passage"], writer)
      try writer.record(tokensPerSecond: 12)
    }
  }

  private func spoil(_ sql: String) throws {
    let queue = try DatabaseQueue(path: store.path + "/store.sqlite")
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA foreign_keys = OFF")
      try database.execute(sql: sql)
    }
    try queue.close()
  }

  private static let reads: [@Sendable (StoreReader) throws -> Void] = [
    { _ = try $0.token() }, { _ = try $0.sources() }, { _ = try $0.documents() }, { _ = try $0.moment() },
    { _ = try $0.placements(of: DocumentID(path: "a")) },
    { _ = try $0.storedPassages(of: DocumentID(path: "a"), in: nil) },
    { _ = try $0.versions(of: DocumentID(path: "a")) }, { _ = try $0.seen() }, { _ = try $0.newestStamp() },
    { _ = try $0.tokensPerSecond() }, { _ = try $0.contentCounts() }, { _ = try $0.changes(after: 0) },
    { _ = try $0.documentCounts(in: nil) }, { _ = try $0.historyBegin() }, { _ = try $0.stateDigests() },
    { _ = try $0.marked() }, { _ = try $0.watchers() }, { _ = try $0.peers() }, { _ = try $0.refreshes() },
  ]

  /// Each case is met by at least one of the reads.
  @Test(arguments: [
    "UPDATE meta SET lsn = -1", "UPDATE meta SET lsn = 9223372036854775807",
    "UPDATE meta SET writes = -9223372036854775808", "UPDATE meta SET tokens_per_second = 1e308",
    "UPDATE meta SET tokens_per_second = 0", "UPDATE documents SET bytes = -1",
    "UPDATE documents SET siblings = 9223372036854775807",
    "UPDATE documents SET version = '{'",
    "UPDATE placements SET start = 9, \"end\" = 1", "UPDATE placements SET ordinal = -1",
    "UPDATE placements SET last_line = 9223372036854775807", "UPDATE placements SET headings = 'x'",
    "UPDATE versions SET stamp = -1", "UPDATE versions SET write = -9223372036854775808",
    "UPDATE versions SET chunker = NULL",
    "UPDATE versions SET bytes = NULL", "UPDATE sources SET ignored = 9223372036854775807",
    "UPDATE changes SET kind = ''",
    "INSERT INTO journal (source, path, observed_at, attempts) VALUES ('files', 'a', 0, 9223372036854775807)",
    "INSERT INTO watchers VALUES ('files', 'x', -1, 0, 'p', 'watching', NULL, NULL, NULL)",
    "INSERT INTO peers VALUES ('r', 's', 9223372036854775807, 'h', 0, 0, 0)",
    "INSERT INTO refreshes (source, path, visible_at, passages, embedded) VALUES ('files', 'a', 0, -1, 0)",
  ])
  func `an invalid field is a named error, or its row is left out and named`(sql: String) throws {
    if sql.contains("sources") { try store.write { try $0.register(source: "files", root: ".") } }
    try spoil(sql)
    var errors: [StorageError] = []
    var leftOut = 0
    for read in Self.reads {
      do {
        leftOut += try store.read { reader throws in
          try read(reader)
          return reader.leftOut.count
        }
      } catch let error as StorageError {
        errors.append(error)
      }
    }
    #expect(!errors.isEmpty || leftOut > 0)
    for error in errors { if case .damaged = error {} else { Issue.record("\(error)") } }
  }

  @Test(arguments: ["9223372036854775807", "-1", "'x'", "1e300"])
  func `a clock that holds no stamp counts as the nearest one, and is found stray`(clock: String) throws {
    try spoil("UPDATE meta SET clock = \(clock)")
    let now = Timestamp(seconds: 1_800_000_000, nanoseconds: 0)
    try store.read { (reader: StoreReader) throws in
      let (newest, stray) = (try reader.newestStamp(), try reader.strayStamps(at: now))
      #expect(newest >= HybridTime(ticks: 0) && newest <= HybridTime.greatest)
      #expect(stray.isClockStray)
    }
    try store.write { try $0.repairClock(at: now) }
    let rest = try store.read { try $0.strayStamps(at: now) }
    #expect(rest.isEmpty)
  }

  @Test func `a counter at its maximum is damage, and a write that would exceed it changes nothing`() throws {
    try spoil("UPDATE meta SET writes = 9223372036854775807")
    let error = #expect(throws: StorageError.self) { try store.write { _ = try $0.nextDot() } }
    if case .damaged? = error {} else { Issue.record("\(String(describing: error))") }
  }
}
