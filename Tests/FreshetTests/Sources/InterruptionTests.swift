import FreshetCorpus
import Freshet
internal import FreshetSeededNumbers
import Testing

/// Embedders that fail, and runs that are cut short: nothing is lost, and what was paid for is not paid again.
struct InterruptionTests {
  private let tree: DocumentTree

  init() throws {
    tree = try DocumentTree()
    for index in 0..<40 {
      let passages = (0..<30).map { "## Part \($0)\n\n\(Self.prose(index * 100 + $0))\n" }
      try tree.write("# Document \(index)\n\n" + passages.joined(separator: "\n"), to: "d\(index).md")
    }
  }

  private static func prose(_ seed: Int) -> String {
    var generator = SplitMix64(seed: UInt64(seed))
    let words = ["level", "gauge", "pump", "tide", "river", "storm", "gate", "crew", "report", "night"]
    return (0..<60).map { _ in words.randomElement(using: &generator) ?? "" }.joined(separator: " ") + "."
  }

  @Test(arguments: [1, 2, 3, 4])
  func `a run that dies in its nth batch goes on where it stopped`(call: Int) async throws {
    let failing = ObservedEmbedder { _, current in
      if current == call { throw CancellationError() }
    }
    await #expect(throws: CancellationError.self) { try await tree.cache(failing).reindex() }
    let second = ObservedEmbedder()
    let cache = try tree.cache(second)
    try await cache.reindex()
    #expect(Set(second.embedded).isDisjoint(with: failing.embedded), "a committed batch was embedded again")
    #expect(try await cache.served() == tree.scratchServed())
  }

  @Test func `one text that can't be embedded fails its own document and no other`() async throws {
    try tree.write("# Poison\n\nThis one is poison.\n", to: "poison.md")
    let embedder = ObservedEmbedder { texts, _ in
      if texts.contains(where: { $0.contains("poison") }) { throw EmbedderDown() }
    }
    let cache = try tree.cache(embedder)
    let summary = try await cache.reindex()
    #expect(summary.changed == 40)
    #expect(Array(summary.failures.keys) == [DocumentID(path: "poison.md")])
    let completeness = try await cache.status().completeness
    #expect([completeness.discovered, completeness.indexed, completeness.failed] as [Int] == [41, 40, 1])
    #expect(try await tree.cache(ObservedEmbedder()).reindex().passagesEmbedded == 1, "it is tried again")
    #expect(try await cache.status().completeness.indexed == 41)
  }

  @Test func `under write-through a document's old text is served while its refresh fails`() async throws {
    try await tree.cache(ObservedEmbedder(), .writeThrough).reindex()
    try tree.write("# Document 3\n\nNew poison.\n", to: "d3.md")
    let embedder = ObservedEmbedder { texts, _ in
      if texts.contains(where: { $0.contains("poison") }) { throw EmbedderDown() }
    }
    let cache = try tree.cache(embedder, .writeThrough)
    let before = try await cache.served().filter { $0.document.path == "d3.md" }.map(\.text)
    #expect(try await cache.reindex().failures.count == 1)
    let after = try await cache.served().filter { $0.document.path == "d3.md" }
    #expect(after.map(\.text) == before)
    #expect(after.allSatisfy { $0.state.name == "stale" })
  }

  @Test
  func `under write-behind new text is found at once, by its words and by the old vectors, and the old text never`()
    async throws
  {
    try await tree.cache(ObservedEmbedder()).reindex()
    try tree.write("# Document 3\n\nNew poison.\n", to: "d3.md")
    let embedder = ObservedEmbedder { texts, _ in
      if texts.contains(where: { $0.contains("poison.") }) { throw EmbedderDown() }
    }
    let cache = try tree.cache(embedder)
    #expect(try await cache.reindex().failures.count == 1)
    let byWords = try await cache.retrieve("poison", limit: 3, mode: .lexical).hits
    #expect(byWords.map(\.text) == ["# Document 3\n\nNew poison."])
    #expect(byWords.map(\.via) == [.lexical])
    let byVector = try await cache.retrieve("gauge report", limit: 3_000, mode: .vector).hits
    let changed = byVector.filter { $0.document.path == "d3.md" }
    #expect(Set(changed.map(\.text)) == ["# Document 3\n\nNew poison."])
    #expect(Set(changed.map(\.via)) == [.standIn])
    #expect(changed.allSatisfy { $0.certificate.freshness == .fresh })
  }

  @Test func `an embedder that is down ends the run, and what was committed is kept`() async throws {
    // The first batches hold 128 and 256 passages: fewer than there are.
    let embedder = ObservedEmbedder { _, call in
      if call > 2 { throw EmbedderDown() }
    }
    await #expect(throws: FreshetError.self) { try await tree.cache(embedder).reindex() }
    let cache = try tree.cache(ObservedEmbedder())
    let completeness = try await cache.status().completeness
    #expect(completeness.discovered == 40)
    #expect(completeness.indexed + completeness.pending + completeness.failed == 40)
    #expect(completeness.indexed > 0 && completeness.pending > 0)
    #expect(completeness.awaitingVectors > 0)
  }
}

extension DocumentTree {
  /// What an index built from scratch serves.
  func scratchServed() async throws -> [ServedLine] {
    let scratch = try scratchCache()
    try await scratch.reindex()
    return try await scratch.served()
  }
}
