import FreshetCorpus
import Freshet
import Foundation
import Testing

/// The sizes of passages: configured by source, kept by the store.
struct PassageSizeTests {
  private let tree: DocumentTree
  private let embedder = ObservedEmbedder()

  init() throws {
    tree = try DocumentTree()
    let sentences = (0..<120).map { "Pump number \($0) stands in shed \($0 % 7) and drains the basin at low tide." }
    try tree.write(sentences.joined(separator: " "), to: "pumps.md")
  }

  private func cache(
    _ target: Int? = nil, _ maximum: Int = 254, limit: Int? = nil, pushed: PassageSizes? = nil
  ) throws -> RetrievalCache {
    let sizes = target.flatMap { PassageSizes(target: $0, maximum: maximum) }
    return try RetrievalCache.open(
      at: .beside(tree.root), embedder: LimitedEmbedder(base: embedder, tokenLimit: limit),
      sources: [SourceConfiguration(root: tree.root, passageSizes: sizes)],
      options: CacheOptions(pushedPassages: pushed, clock: tree.later))
  }

  private func sizes(_ cache: RetrievalCache) async throws -> [Int] {
    try await cache.served().map { embedder.tokenCount(of: $0.text) }
  }

  @Test func `a source is split with its sizes, and keeps them where none are configured`() async throws {
    let wide = try cache(600, 900)
    try await wide.reindex()
    let count = try await sizes(wide).count
    #expect(try await sizes(wide).allSatisfy { $0 <= 900 })
    #expect(try await sizes(wide).contains { $0 > 400 })
    let plain = try cache()
    #expect(try await plain.reindex().changed == 0)
    #expect(try await sizes(plain).count == count)
    #expect(try await plain.audit().findings.isEmpty)
  }

  @Test func `other sizes are refused by name until they are accepted`() async throws {
    try await cache().reindex()
    embedder.forget()
    let other = try cache(30, 60)
    let error = FreshetError.otherPassageSizes(
      source: "files", target: 100, maximum: 254, wantedTarget: 30, wantedMaximum: 60)
    await #expect(throws: error) { try await other.reindex() }
    await #expect(throws: error) { try await other.retrieve("pump", consistency: .strict(timeout: .seconds(1))) }
    await #expect(throws: error) { try await other.watch() }
    #expect(throws: error) { try other.resplitCount() }
    #expect(try other.resplitCount(acceptingSizes: true) == 1)
    #expect(embedder.embedded == [])
    let plan = try await other.plan()
    #expect(plan.resplit == 1 && plan.passagesToEmbed > 5)
    let summary = try await other.reindex(acceptingSizes: true)
    #expect(summary.passagesEmbedded == plan.passagesToEmbed)
    #expect(try await sizes(other).allSatisfy { $0 <= 60 })
    #expect(try await other.reindex().changed == 0)
    // Now the former sizes are the others.
    await #expect(throws: FreshetError.self) { try await cache(100, 254).reindex() }
  }

  @Test func `a source without documents takes new sizes without a question`() async throws {
    try tree.move("pumps.md", to: "pumps.bin/x.bin")
    try await cache(100, 254).reindex()
    let text = try tree.read("pumps.bin/x.bin")
    try tree.remove("pumps.bin/x.bin")
    try await cache(100, 254).reindex(acceptingDeletions: true)
    try tree.write(text, to: "pumps.md")
    #expect(try await cache(30, 60).reindex().changed == 1)
  }

  @Test func `a maximum above the embedder's limit is an error with the limit`() async throws {
    let small = try cache(100, 300, limit: 254)
    await #expect(throws: FreshetError.passagesTooLarge(source: "files", maximum: 300, limit: 254)) {
      try await small.reindex()
    }
  }

  @Test(arguments: [(15, 100), (100, 99), (16, 65_537), (-1, 5), (Int.min, Int.max)])
  func `sizes out of order or range aren't sizes`(_ target: Int, _ maximum: Int) {
    #expect(PassageSizes(target: target, maximum: maximum) == nil)
  }

  @Test func `older rules are replaced: the plan says what that costs, and the old text answers meanwhile`()
    async throws
  {
    let before = try cache()
    try await before.reindex()
    try tree.execute("UPDATE documents SET chunker = 'freshet-cdc-2/40-100-254/4096'")
    try tree.execute("UPDATE chunkers SET chunker = 'freshet-cdc-2/40-100-254/4096'")
    let cache = try cache()
    #expect(try cache.resplitCount() == 1)
    let plan = try await cache.plan()
    #expect(plan.resplit == 1 && plan.passagesToEmbed == 0, "the passages are the same here")
    #expect(try await cache.retrieve("pump").hits.first != nil)
    #expect(try await cache.reindex().changed == 1)
    #expect(try cache.resplitCount() == 0)
    #expect(try await cache.reindex().changed == 0)
  }

  @Test func `newer rules are refused`() async throws {
    try await cache().reindex()
    try tree.execute("UPDATE chunkers SET chunker = 'freshet-cdc-99/40-100-254/4096'")
    try tree.write("New text.", to: "new.md")
    let cache = try cache()
    await #expect(throws: FreshetError.self) { try await cache.reindex() }
    #expect(try await cache.served().allSatisfy { $0.document.path == "pumps.md" })
    #expect(try await cache.retrieve("pump").hits.isEmpty == false)
  }

  @Test func `pushed documents have sizes of their own`() async throws {
    let text = String(decoding: try tree.read("pumps.md"), as: UTF8.self)
    let cache = try cache(pushed: PassageSizes(target: 600, maximum: 900))
    try await cache.put(text, as: "pushed")
    try await cache.reindex()
    let tokens = try await cache.served().map { ($0.document.source, embedder.tokenCount(of: $0.text)) }
    #expect(tokens.contains { $0.0 == DocumentID.pushed && $0.1 > 400 })
    #expect(tokens.allSatisfy { $0.0 == DocumentID.pushed || $0.1 <= 254 })
    let other = try self.cache(pushed: PassageSizes(target: 30, maximum: 60))
    await #expect(throws: FreshetError.self) { try await other.put(text, as: "another") }
  }

  @Test func `a replica with other sizes keeps the passages that the other one chose`() async throws {
    let (one, two) = (try DocumentTree(), try DocumentTree())
    func cache(_ tree: DocumentTree, _ sizes: PassageSizes?) throws -> RetrievalCache {
      try RetrievalCache.open(
        at: .beside(tree.root), embedder: embedder, sources: [],
        options: CacheOptions(pushedPassages: sizes, clock: tree.later))
    }
    let (wide, narrow) = (
      try cache(one, PassageSizes(target: 600, maximum: 900)), try cache(two, PassageSizes(target: 30, maximum: 60))
    )
    let text = String(decoding: try tree.read("pumps.md"), as: UTF8.self)
    try await wide.put(text, as: "wide")
    try await narrow.put("A note about lamps. \(text)", as: "narrow")
    _ = try await narrow.sync(with: wide)
    let before = try await (wide.served().map(\.address), narrow.served().map(\.address))
    embedder.forget()
    for _ in 0..<3 {
      try await wide.reindex()
      try await narrow.reindex()
      #expect(try await narrow.sync(with: wide).differing == 0)
    }
    #expect(try await wide.served().map(\.address) == before.0)
    #expect(try await narrow.served().map(\.address) == before.1)
    #expect(embedder.embedded == [])
  }
}

/// An embedder with another limit.
private struct LimitedEmbedder: Embedder {
  let base: ObservedEmbedder
  let tokenLimit: Int?

  var space: EmbeddingSpace { base.space }
  func tokenCount(of text: String) -> Int { base.tokenCount(of: text) }
  func embed(_ texts: [String], for purpose: EmbeddingPurpose) async throws -> [UnitVector] {
    try await base.embed(texts, for: purpose)
  }
}
