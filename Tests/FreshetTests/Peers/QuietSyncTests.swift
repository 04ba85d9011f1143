import FreshetCorpus
import Freshet
import Testing

/// Exchanges that find nothing to do.
struct QuietSyncTests {
  private let trees: [DocumentTree]
  private let caches: [RetrievalCache]

  init() throws {
    trees = try (0..<2).map { _ in try DocumentTree() }
    caches = try trees.map { tree in
      try RetrievalCache.open(
        at: .beside(tree.root), embedder: HashedNGramEmbedder(), sources: [], options: CacheOptions(clock: tree.later))
    }
  }

  private func files() throws -> [[UInt8]] {
    try trees.flatMap { tree in try ["", "-wal"].map { try tree.read(".freshet/store.sqlite\($0)") } }
  }

  @Test func `an exchange that finds nothing to do commits nothing on either side`() async throws {
    for number in 0..<40 { try await caches[0].put("Note \(number).", as: "note \(number)") }
    try await caches[1].put("Another note.", as: "other")
    _ = try await caches[0].sync(with: caches[1])
    _ = try await caches[1].sync(with: caches[0])
    let before = try files()
    for round in 0..<2 {
      trees[round].advance(bySeconds: 3_600)
      let summary = try await caches[round].sync(with: caches[1 - round])
      #expect([summary.differing, summary.changedHere, summary.changedThere] as [Int] == [0, 0, 0])
      #expect(summary.rounds == 3)
    }
    #expect(try files() == before)
  }

  @Test(arguments: 0..<2)
  func `after an exchange that found nothing to do, a change on either side still travels`(side: Int) async throws {
    for number in 0..<40 { try await caches[0].put("Note \(number).", as: "note \(number)") }
    for _ in 0..<3 { _ = try await caches[0].sync(with: caches[1]) }
    try await caches[side].put("A changed note.", as: "note 7")
    try await caches[side].remove("note 8")
    let summary = try await caches[0].sync(with: caches[1])
    #expect(summary.differing == 2)
    #expect(try await caches[0].served() == caches[1].served())
    #expect(try await caches[0].get("note 7")?.siblings.map(\.text) == ["A changed note."])
    #expect(try await caches[1].sync(with: caches[0]).differing == 0)
  }

  @Test func `the root that a store records is that of a tree over its states`() async throws {
    for number in 0..<40 { try await caches[0].put("Note \(number).", as: "note \(number)") }
    _ = try await caches[0].sync(with: caches[1])
    _ = try await caches[0].sync(with: caches[1])
    // Without the record each side computes its tree again. Only a process of Freshet may move the log.
    let forget = "PRAGMA wal_autocheckpoint = 0; UPDATE documents SET digest = NULL; UPDATE meta SET root = NULL"
    for tree in trees { try tree.execute(forget) }
    _ = try await caches[0].sync(with: caches[1])
    let before = try files()
    #expect(try await caches[0].sync(with: caches[1]).differing == 0)
    #expect(try files() == before)
    try trees[1].execute(forget)
    #expect(try await caches[0].sync(with: caches[1]).differing == 0)
  }
}
