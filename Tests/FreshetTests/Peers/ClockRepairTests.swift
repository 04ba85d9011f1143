import FreshetCorpus
import Foundation
import Freshet
import GRDB
import Testing

/// A store with stamps that no clock can have made goes on writing, and is repaired.
@Suite struct ClockRepairTests {
  private let trees: [DocumentTree]

  init() throws {
    trees = try (0..<2).map { _ in try DocumentTree() }
  }

  private func cache(_ index: Int) throws -> RetrievalCache {
    try RetrievalCache.open(
      at: .beside(trees[index].root), embedder: HashedNGramEmbedder(), sources: [],
      options: CacheOptions(clock: trees[index].later))
  }

  private static let stray = ["9223372036854775807", "4611686018427387904", "268841520845619200", "-1", "'x'", "1e300"]

  @Test(arguments: stray)
  func `a store whose clock stands anywhere can be written, and after a repair others take what it writes`(
    clock: String
  ) async throws {
    let (one, other) = (try cache(0), try cache(1))
    try await one.put("Before.", as: "before")
    try trees[0].execute("UPDATE meta SET clock = \(clock)")
    try await one.put("After.", as: "after")
    let needed = try await one.clockRepair()
    #expect(needed.isClockAhead || clock == "-1" || clock == "'x'", "what lies below zero counts as zero")
    try await one.repairClock()
    #expect(try await one.clockRepair().isNeeded == false)
    try await one.put("Repaired.", as: "repaired")
    #expect(try await other.sync(with: one).refusals == [])
    #expect(try await other.texts() == one.texts())
    #expect(try await one.audit(verifyingBytes: true).isCoherent)
  }

  @Test(arguments: stray)
  func `versions and fields with stray stamps are named, and repaired without losing a text`(stamp: String) async throws
  {
    let (one, other) = (try cache(0), try cache(1))
    try await one.put("First.", as: "first", metadata: ["my owner": "harbour"])
    try await one.put("Second.", as: "second")
    try trees[0].execute(
      "UPDATE versions SET stamp = \(stamp) WHERE document = (SELECT id FROM documents WHERE path = 'first')")
    try trees[0].execute(
      "UPDATE documents SET attributes = json_set(attributes, '$.fields.\"my owner\".stamp', \(stamp)) WHERE path = 'first'"
    )
    let plan = try await one.clockRepair()
    #expect([plan.versions, plan.fields] as [Int] == [1, 1])
    #expect(plan.documents.map(\.path) == ["first"])
    let refused = try await other.sync(with: one)
    #expect(refused.refusals.map(\.document.path) == ["first"])
    #expect(try await other.texts() == ["second": ["Second."]])
    try await one.repairClock()
    #expect(try await one.get("first")?.fields == ["my owner": "harbour"])
    #expect(try await other.sync(with: one).refusals == [])
    #expect(try await other.texts() == ["first": ["First."], "second": ["Second."]])
    #expect(try await other.get("first")?.fields == ["my owner": "harbour"])
    #expect(try await one.sync(with: other).differing == 0)
  }

  @Test func `two stores that repair the same write agree on it`() async throws {
    let (one, other) = (try cache(0), try cache(1))
    try await one.put("Note.", as: "note", metadata: ["owner": "harbour"])
    _ = try await other.sync(with: one)
    for tree in trees {
      try tree.execute("UPDATE versions SET stamp = 9223372036854775807")
      try tree.execute(
        "UPDATE documents SET attributes = json_set(attributes, '$.fields.owner.stamp', 4611686018427387904)")
    }
    try await one.repairClock()
    try await other.repairClock()
    #expect(try await one.sync(with: other).differing == 0)
    #expect(try await one.get("note") == other.get("note"))
  }

  @Test func `a plan changes nothing, and a sound store needs none`() async throws {
    let one = try cache(0)
    try await one.put("Note.", as: "note")
    let token = try await one.status().token
    #expect(try await one.clockRepair().isNeeded == false)
    #expect(try await one.repairClock().isNeeded == false)
    #expect(try await one.status().token == token)
  }

  @Test func `doctor names stray stamps and the command that repairs them, and changes nothing`() async throws {
    do {
      let one = try cache(0)
      try await one.put("Note.", as: "note")
    }
    try trees[0].execute("UPDATE meta SET clock = 9223372036854775807")
    let store = trees[0].root + "/.freshet"
    let examination = Examination(store: store, clock: trees[0].later)
    for _ in 0..<2 {
      let findings = try await examination.findings().filter { $0.check == "clock" && $0.verdict == .problem }
      #expect(findings.contains { $0.cure?.remedies == [.repairClock] })
    }
  }
}
