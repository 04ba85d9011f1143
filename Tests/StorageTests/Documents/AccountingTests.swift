import FreshetCorpus
import FreshetTestSupport
import GRDB
import FreshetSeededNumbers
import Testing

@testable import FreshetStorage

/// `documentCounts`, against sets that are made of the rows one by one.
struct AccountingTests {
  @Test func `the counts are those of the sets, whatever was done to the documents`() throws {
    for seed in UInt64(1)...60 {
      var random = SplitMix64(seed: seed)
      let folder = try TemporaryFolder()
      let store = try Store(at: folder.path + "/.freshet", for: .writing)
      try store.write { writer in
        for step in 0..<Int.random(in: 0...20, using: &random) { try Self.act(step, writer, &random) }
      }
      for space in [StoredDocuments.space.id, StoredDocuments.otherSpace.id, nil] {
        let (counts, expected) = try store.read { reader in
          (try reader.documentCounts(in: space), try Self.counts(reader, in: space))
        }
        #expect(counts == expected, "seed \(seed)")
      }
    }
  }

  private static func act(_ step: Int, _ writer: StoreWriter, _ random: inout SplitMix64) throws {
    let path = random.pick(["a", "b", "c", "d"])
    let (id, now) = (DocumentID(path: path), Timestamp(nanoseconds: Int64(step)))
    switch Int.random(in: 0..<6, using: &random) {
    case 0, 1:
      let space = random.pick([StoredDocuments.space, StoredDocuments.otherSpace])
      try StoredDocuments.install(path, ["\(path) \(step)"], space: space, writer)
    case 2: try writer.observe([id], at: now)
    case 3: try writer.fail(id, why: "poison", at: now)
    case 4:
      let reason = random.pick([SkipReason.binary, .tooLarge])
      try writer.skip(
        id, SkipRecord(reason: reason, text: nil, stamped: nil), over: try writer.reader.moment(), at: now)
    default: try writer.retire(id, over: try writer.reader.moment(), at: now)
    }
  }

  private static func counts(_ reader: StoreReader, in space: SpaceID?) throws -> DocumentCounts {
    let (served, journal, skipped) = (try reader.documents(), try reader.marked(), try reader.skips())
    let queued = Set(journal.map(\.id))
    let answered = served.filter { !queued.contains($0.id) }
    let here = answered.count { space == nil || $0.space == space }
    return DocumentCounts(
      discovered: Set(served.map(\.id)).union(queued).union(skipped.keys).count, indexed: here,
      pending: journal.count { $0.failure == nil } + answered.count - here,
      failed: journal.count { $0.failure != nil },
      skipped: skipped.values.reduce(into: [:]) { $0[$1.reason, default: 0] += 1 },
      unread: skipped.values.reduce(into: [:]) { counts, entry in
        if let text = entry.text { counts[text, default: 0] += 1 }
      })
  }

  /// Left to itself, SQLite goes through all placements: a hundred times as long in a store of ten thousand documents where
  /// nothing waits.
  @Test func `documents of awaited passages are found from the passages that wait`() throws {
    let folder = try TemporaryFolder()
    let store = try Store(at: folder.path + "/.freshet", for: .writing)
    let plan = try store.read { reader in
      try Row.fetchAll(
        reader.database,
        sql: "EXPLAIN QUERY PLAN SELECT d.id, count(*) FROM \(StoreReader.documentsOfAwaited) GROUP BY d.id"
      ).map { $0["detail"] as String }
    }
    #expect(plan.first?.hasPrefix("SCAN a") == true, "\(plan)")
    #expect(plan.dropFirst().prefix(3).allSatisfy { $0.hasPrefix("SEARCH") }, "\(plan)")
  }
}
