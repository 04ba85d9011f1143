import FreshetCorpus
import FreshetEmbedding
import Testing

@Suite struct MiniLMTests {
  /// Every one of these words is one piece.
  private static func words(_ count: Int) -> String {
    (0..<count).map { ["river", "cache", "stone", "green"][$0 % 4] }.joined(separator: " ")
  }

  @Test func `the space is known without the model's files`() {
    #expect(MiniLM.space.model == "sentence-transformers/all-MiniLM-L6-v2")
    #expect(MiniLM.space.dimension == 384)
    #expect(MiniLM.space.id.description == "a1d451a9d4b268ff7b275a8edde07a6d8fff187f3af2a5e6b7fa29150d6a39a3")
  }

  @Test(arguments: [("", 0), ("one two", 2), ("unaffable", 3), ("[SEP]", 1), ("don't", 3), ("缓存", 2)])
  func `tokens are counted without those at both ends`(text: String, count: Int) throws {
    #expect(try MiniLM().tokenCount(of: text) == count)
  }

  @Test func `a passage at the limit is embedded, one over it is refused with its count`() async throws {
    let model = try MiniLM()
    #expect(model.tokenLimit == 254)
    #expect(try await model.embed([Self.words(254)], for: .passage).count == 1)
    await #expect(throws: EmbeddingError.tooManyTokens(count: 255, limit: 254)) {
      try await model.embed(["short", Self.words(255)], for: .passage)
    }
  }

  @Test func `a query over the limit is the mean of its windows, weighted by their tokens`() async throws {
    let model = try MiniLM()
    let query = Self.words(600)
    let windows = [
      Self.words(254), "stone green " + Self.words(252), "river cache " + "stone green " + Self.words(88),
    ]
    let counts = windows.map(model.tokenCount)
    #expect(counts == [254, 254, 92])
    let parts = try await model.embed(windows, for: .passage)
    let sum = (0..<384).map { index in
      zip(parts, counts).reduce(0) { $0 + Float($1.1) * $1.0.components[index] }
    }
    let expected = try #require(UnitVector(normalizing: sum))
    let found = try await model.embed([query, "short"], for: .query)
    #expect(greatestDifference(found[0].components, expected.components) <= 1e-6)
    let alone = try await model.embed(["short"], for: .query)[0]
    #expect(greatestDifference(found[1].components, alone.components) <= 1e-6)
  }

  @Test func `a query's windows end between words`() async throws {
    let model = try MiniLM()
    let query = Self.words(252) + " unaffable stone"  // pieces 253 to 255 are one word
    let parts = try await model.embed([Self.words(252), "unaffable stone"], for: .passage)
    let sum = (0..<384).map { 252 * parts[0].components[$0] + 4 * parts[1].components[$0] }
    let expected = try #require(UnitVector(normalizing: sum))
    let found = try await model.embed([query], for: .query)[0]
    #expect(greatestDifference(found.components, expected.components) <= 1e-6)
  }

  @Test func `embedding truncated ignores everything after the limit`() async throws {
    let model = try MiniLM()
    let vectors = try await model.embedTruncating([Self.words(254), Self.words(254) + " [SEP] tail"])
    #expect(greatestDifference(vectors[0].components, vectors[1].components) <= 1e-6)
  }

  @Test func `a batch of many parts comes back in order`() async throws {
    let model = try MiniLM()
    let texts = (0..<120).map { "\($0) " + Self.words($0 * 37 % 90) }
    let vectors = try await model.embed(texts, for: .passage)
    for index in stride(from: 0, to: texts.count, by: 17) {
      let alone = try await model.embed([texts[index]], for: .passage)[0]
      #expect(greatestDifference(alone.components, vectors[index].components) <= 1e-6, "text \(index)")
    }
  }
}
