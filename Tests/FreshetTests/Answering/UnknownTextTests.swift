import FreshetCorpus
import Freshet
import FreshetSeededNumbers
import Testing

/// Texts that are mostly outside the embedder's vocabulary, in hybrid searches.
struct UnknownTextTests {
  private func cache(_ texts: [String]) async throws -> (DocumentTree, RetrievalCache) {
    let tree = try DocumentTree()
    for (index, text) in texts.enumerated() { try tree.write(text, to: "\(index).txt") }
    let cache = try tree.cache(JargonBlindEmbedder())
    try await cache.reindex()
    return (tree, cache)
  }

  private func scores(_ cache: RetrievalCache, _ question: String, _ mode: SearchMode) async throws -> [(String, Float)]
  {
    try await cache.retrieve(question, limit: 30, mode: mode).hits.map { ($0.text, $0.score) }
  }

  @Test func `an unknown text that words and vectors find keeps its similarity`() async throws {
    let (tree, cache) = try await cache(["qualar quib", "the crane lifts boxes", "the lamp is red"])
    let vector = try #require(await scores(cache, "crane qualar", .vector).first { $0.0 == "qualar quib" })
    let hybrid = try #require(await scores(cache, "crane qualar", .hybrid).first { $0.0 == "qualar quib" })
    #expect(vector.1 > 0)
    #expect(hybrid.1 > vector.1)
    withExtendedLifetime(tree) {}
  }

  @Test func `an unknown text without a word of the question doesn't rank by its similarity if words are elsewhere`()
    async throws
  {
    let (tree, cache) = try await cache(["qualar quib", "the crane lifts boxes"])
    let ranking = try await scores(cache, "crane qorst", .hybrid)
    #expect(ranking.first?.0 == "the crane lifts boxes")
    #expect(ranking.first { $0.0 == "qualar quib" }?.1 ?? 0 == 0)
    withExtendedLifetime(tree) {}
  }

  @Test func `what is first by words and by vectors is first in the fused ranking`() async throws {
    let atoms = ["qualar", "quib", "qorst", "crane", "lamp", "boxes", "red", "tide"]
    var compared = 0
    for seed in UInt64(1)...12 {
      var generator = SplitMix64(seed: seed)
      func text() -> String {
        (0..<Int.random(in: 1...4, using: &generator)).map { _ in generator.pick(atoms) }.joined(separator: " ")
      }
      let (tree, cache) = try await cache(Array(Set((0..<12).map { _ in text() })))
      for _ in 0..<12 {
        let question = "\(text()) crane"
        guard let word = try await scores(cache, question, .lexical).first,
          let vector = try await scores(cache, question, .vector).first, word.0 == vector.0
        else { continue }
        compared += 1
        #expect(try await scores(cache, question, .hybrid).first?.0 == word.0, "seed \(seed), \(question)")
      }
      withExtendedLifetime(tree) {}
    }
    #expect(compared > 20)
  }
}

/// The hashing embedder, with a vocabulary that has no words with q.
private struct JargonBlindEmbedder: Embedder {
  private let base = HashedNGramEmbedder()

  var space: EmbeddingSpace { base.space }
  var tokenLimit: Int? { base.tokenLimit }
  func tokenCount(of text: String) -> Int { base.tokenCount(of: text) }
  func isMostlyUnknown(_ text: String) -> Bool { text.split(separator: " ").allSatisfy { $0.contains("q") } }

  func embed(_ texts: [String], for purpose: EmbeddingPurpose) async throws -> [UnitVector] {
    try await base.embed(texts, for: purpose)
  }
}
