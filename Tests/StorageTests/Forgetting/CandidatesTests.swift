import FreshetCorpus
import FreshetTestSupport
import GRDB
import FreshetStorage
import Testing

/// The steps of a garbage collection, between which others write.
struct CandidatesTests {
  private static let seeds: Range<UInt64> = 0..<60

  @Test(arguments: seeds)
  func `nothing that a writer refers to between two steps is lost`(seed: UInt64) throws {
    var simulation = try CollectionSimulation(seed: seed)
    #expect(try simulation.run() == [], "seed \(seed)")
  }

  @Test func `in the simulations writers do save passages that were proven to be garbage`() throws {
    let saved = try Self.seeds.map { seed in
      var simulation = try CollectionSimulation(seed: seed)
      _ = try simulation.run()
      return simulation.saved
    }
    #expect(saved.count { $0 > 0 } > Self.seeds.count / 4)
  }

  /// The seeded bug "a reference comes between the steps". Each case is one event, with every trigger that sees it.
  @Test(arguments: [
    ["chunks_kept", "awaited_came", "placements_came", "manifests_came", "manifests_changed", "blobs_kept"],
    ["chunks_kept"], ["manifests_came"], ["blobs_kept"],
  ])
  func `without the barrier something is lost`(triggers: [String]) throws {
    let losing = try Self.seeds.filter { seed in
      var simulation = try CollectionSimulation(seed: seed, dropping: triggers)
      return try !simulation.run().isEmpty
    }
    #expect(!losing.isEmpty, "seeds \(Self.seeds) without \(triggers)")
  }

  @Test func `candidates of a killed collection are freed by no other, until it nominates them itself`() throws {
    let folder = try TemporaryFolder()
    let store = try Store(at: folder.path + "/.freshet", for: .writing)
    try store.write { try $0.keep(StoredDocuments.texts(["one", "two"]), at: StoredDocuments.start) }
    let (garbage, cutoff) = (try store.read { try $0.provenGarbage() }, Timestamp(nanoseconds: .max))
    var collected = CollectedGarbage()
    let killed = try store.write { try $0.beginCollection() }
    try store.write { try $0.nominate(garbage.passages[...], in: killed) }
    let next = try store.write { try $0.beginCollection() }
    try store.write { try $0.free(garbage.passages[...], in: next, keptBy: cutoff, &collected) }
    #expect(collected.passages == 0)
    try store.write { try $0.nominate(garbage.passages[...1], in: next) }
    try store.write { try $0.free(garbage.passages[...], in: killed, keptBy: cutoff, &collected) }
    #expect(collected.passages == 0)
    try store.write { try $0.free(garbage.passages[...], in: next, keptBy: cutoff, &collected) }
    #expect(collected.passages == 2)
    #expect(try !store.read { try $0.hasCandidates() }, "a freed passage is no candidate")
  }

  @Test func `candidates are withdrawn a few at a time, and their passages stay`() throws {
    let folder = try TemporaryFolder()
    let store = try Store(at: folder.path + "/.freshet", for: .writing)
    try store.write { try $0.keep(StoredDocuments.texts(["one", "two", "three"]), at: StoredDocuments.start) }
    let garbage = try store.read { try $0.provenGarbage() }
    try store.write { try $0.nominate(garbage.passages[...], in: try $0.beginCollection()) }
    #expect(try store.write { try $0.withdrawCandidates(atMost: 2) })
    #expect(try !store.write { try $0.withdrawCandidates(atMost: 2) })
    #expect(try store.read { try $0.contentCounts().passages } == 3)
  }
}
