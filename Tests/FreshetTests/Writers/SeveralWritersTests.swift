import FreshetCorpus
import Freshet
import Synchronization
import Testing

/// Several writers on one store: the newer version wins, nothing is embedded twice.
struct SeveralWritersTests {
  private let tree: DocumentTree

  init() throws {
    tree = try DocumentTree()
    try tree.write("# Pumps\n\nThe pumps start at four metres.\n", to: "pumps.md")
  }

  @Test(arguments: [CoherenceSettings.writeThrough, .standard])
  func `a slow writer that holds an old version loses to the newer one, and learns it`(
    settings: CoherenceSettings
  ) async throws {
    let gate = Gate()
    // Each of the two embeds what awaits its vector, so the slow one may embed the text that the quick one stored.
    let slow = try tree.cache(GatedEmbedder(gate) { $0.contains("four") }, .writeThrough)
    let quick = try tree.cache(ObservedEmbedder(), settings)
    async let first = slow.reindex()
    await gate.reached()
    try tree.write("# Pumps\n\nThe pumps start at nine metres.\n", to: "pumps.md")
    let second = try await quick.reindex()
    gate.open()
    let told = try await first
    #expect(second.failures == [:])
    #expect(told.changed == 0 && told.failures == [:], "it looked again, and found nothing to add")
    #expect(try await quick.served().map(\.text) == ["# Pumps\n\nThe pumps start at nine metres."])
    #expect(try await quick.served().allSatisfy { $0.state == .fresh })
  }

  @Test func `two that index the same at the same time embed nothing twice`() async throws {
    for number in 0..<60 { try tree.write("# D\n\nDocument number \(number) has words.\n", to: "d\(number).md") }
    let embedders = (0..<4).map { _ in ObservedEmbedder() }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for embedder in embedders {
        let cache = try tree.cache(embedder)
        group.addTask { try await cache.reindex() }
      }
      try await group.waitForAll()
    }
    let texts = embedders.flatMap(\.embedded)
    #expect(texts.count == Set(texts).count, "\(texts.count) embeddings of \(Set(texts).count) passages")
    let cache = try tree.cache()
    #expect(try await cache.served() == tree.scratchServed())
    #expect(try await cache.status().completeness.pending == 0)
  }
}
