import FreshetEmbedding
import Testing

/// Texts outside a model's vocabulary share one vector.
@Suite struct UnknownTextTests {
  private static let longWord = String(repeating: "abcdefghij", count: 10)

  @Test(arguments: [
    "🎉", "👍🏽", "🔥🚀 🎉", "❤️❤️", "🎉 go 🎉", "รถไฟฟ้าในกรุงเทพ", "ភាសាខ្មែរ", "ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ", "缓存", longWord + "k",
    longWord + "k " + longWord + "k go",
    "[UNK]",
  ])
  func `emoji, scripts that the vocabulary lacks and overlong words are unknown to MiniLM`(_ text: String) throws {
    #expect(try MiniLM().isMostlyUnknown(text))
  }

  @Test(arguments: [
    "", " ", "a cache is fresh", "ship it 🎉", "🎉 go", longWord, "Привет, Мира", "naïve", "中国", "हिन्दी", "?!",
    "\u{0}\u{FFFD}", "x",
  ])
  func `what is known by half or more isn't unknown, and nothing isn't, either`(_ text: String) throws {
    #expect(try !MiniLM().isMostlyUnknown(text))
  }

  @Test(arguments: [("🎉", "🚀"), ("ភាសាខ្មែរ", "ᏣᎳᎩ")])
  func `two unknown texts of as many words have one vector`(_ one: String, _ other: String) async throws {
    let vectors = try await MiniLM().embed([one, other], for: .passage)
    #expect(vectors[0] == vectors[1])
  }

  @Test(arguments: ["🎉", "ភាសាខ្មែរ", longWord + "k", ""])
  func `hashed n-grams know every text`(_ text: String) {
    #expect(!HashedNGramEmbedder().isMostlyUnknown(text))
  }
}
