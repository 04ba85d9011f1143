import FreshetCorpus
import Foundation
import FreshetTestSupport
import GRDB
import GRDBSQLite
import Testing

@testable import FreshetStorage

/// The cost of a batch of embeddings depends on the batch, not on the number of waiting passages.
struct QueueCostTests {
  private static let batch = 16

  /// The pages of the database that one batch of embeddings touches while `count` passages wait.
  private func pagesOfABatch(whileWaiting count: Int) throws -> Int {
    let folder = try TemporaryFolder()
    let store = try Store(at: folder.path + "/.freshet", for: .writing)
    let passages = (0..<count).map { "passage \($0)" }
    try store.write { writer in
      try writer.activate(StoredDocuments.space)
      try writer.keep(StoredDocuments.texts(passages), at: StoredDocuments.start)
      for (number, some) in passages.chunked(by: 10).enumerated() {
        let manifest = StoredDocuments.manifest("\(number).md", some)
        _ = try writer.install(
          manifest, over: try writer.reader.moment(), isMarked: false, verified: StoredDocuments.verified(1))
      }
    }
    return try store.write { writer in
      _ = try writer.pagesTouched()
      try embedABatch(writer)
      return try writer.pagesTouched()
    }
  }

  private func embedABatch(_ writer: StoreWriter) throws {
    let (space, now) = (StoredDocuments.space.id, Timestamp(nanoseconds: 5))
    #expect(try writer.reader.nextAwaited(in: space) == Timestamp(nanoseconds: 0))
    let lease = try writer.leaseAwaited(
      in: space, limit: Self.batch, holder: "the test", until: Timestamp(nanoseconds: 9), at: now)
    #expect(lease.texts.count == Self.batch)
    var batch = EmbeddedBatch()
    batch.vectors = StoredDocuments.vectors(lease.texts.map(\.text.string))
    #expect(try writer.land(batch, under: lease, at: now) == [])
  }

  @Test func `a batch touches at most half as many pages more while eight times as many passages wait`() throws {
    let (few, many) = (try pagesOfABatch(whileWaiting: 1_000), try pagesOfABatch(whileWaiting: 8_000))
    #expect(many <= few * 3 / 2, "\(few) pages at 1,000, \(many) at 8,000")
  }

  @Test func `passages that no document places leave the queue when their turn comes, and the others are leased`()
    throws
  {
    let folder = try TemporaryFolder()
    let store = try Store(at: folder.path + "/.freshet", for: .writing)
    let (space, now) = (StoredDocuments.space.id, Timestamp(nanoseconds: 5))
    try store.write { writer in
      try writer.activate(StoredDocuments.space)
      let (old, new) = ((0..<40).map { "old \($0)" }, (0..<3).map { "new \($0)" })
      try writer.keep(StoredDocuments.texts(old + new), at: StoredDocuments.start)
      for (passages, moment) in [(old, 1), (new, 2)] as [([String], Int64)] {
        _ = try writer.install(
          StoredDocuments.manifest("a.md", passages), over: try writer.reader.moment(), isMarked: false,
          verified: StoredDocuments.verified(moment))
      }
      let lease = try writer.leaseAwaited(
        in: space, limit: 10, holder: "the test", until: Timestamp(nanoseconds: 9), at: now)
      #expect(Set(lease.texts.map(\.text.string)) == Set(new))
      #expect(try Int.fetchOne(writer.reader.database, sql: "SELECT count(*) FROM awaited") == 3)
    }
  }
}

extension StoreWriter {
  /// How many pages of the database this connection has asked for since the last call.
  fileprivate func pagesTouched() throws -> Int {
    var (pages, unused): (Int32, Int32) = (0, 0)
    let connection = reader.database.sqliteConnection
    let code = sqlite3_db_status(connection, SQLITE_DBSTATUS_CACHE_HIT, &pages, &unused, 1)
    var misses: Int32 = 0
    #expect(code == SQLITE_OK)
    #expect(sqlite3_db_status(connection, SQLITE_DBSTATUS_CACHE_MISS, &misses, &unused, 1) == SQLITE_OK)
    return Int(pages + misses)
  }
}

extension [String] {
  fileprivate func chunked(by size: Int) -> [[String]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}
