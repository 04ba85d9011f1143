import FreshetCorpus
import FreshetEmbedding
import FreshetSeededNumbers
import Testing

@Suite struct HashedNGramEmbedderTests {
  let embedder = HashedNGramEmbedder()

  private func vector(_ text: String) async throws -> [Float] {
    try await embedder.embed([text], for: .passage)[0].components
  }

  /// Stored once: another process, machine or year must agree to the bit, or stored vectors would lose their meaning.
  @Test(arguments: [
    ("", "b27fcefb7c17d8226b0e71aec9d5406b669e64d460a76e718765dd981c800ced"),
    ("The quick brown fox; the lazy dog.", "46752f2401a338b89911224ba0a2335b3bc4ee21490b57c55354ed9df3cd1da1"),
    ("Ünïcode: 缓存里的向量, кеш, 👍🏽!", "9417829cf8a206e52109619003a2fde81b58bd2134a9b374cd94868989f7cf42"),
  ])
  func `vectors are the stored ones to the bit`(text: String, expected: String) async throws {
    let bytes = try await vector(text).flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) }
    #expect(bytes.withUnsafeBytes { Fingerprint(hashing: $0) }.hex == expected)
  }

  @Test func `case and canonical form make no difference`() async throws {
    #expect(try await vector("Straße ΣΊΣΥΦΟΣ Café") == vector("STRASSE σίσυφος cafe\u{301}"))
  }

  @Test func `blanks and invisible characters make no difference`() async throws {
    #expect(try await vector("soft hyphen  new\nline") == vector("so\u{AD}ft hyphen new line "))
  }

  @Test func `an inflected or misspelt word stays near, another word doesn't`() async throws {
    let word = try await vector("embedding")
    #expect(try await cosine(word, vector("embeddings")) > 0.4)
    #expect(try await cosine(word, vector("embeding")) > 0.4)
    #expect(try await abs(cosine(word, vector("waterfall"))) < 0.2)
  }

  @Test func `the order of words counts, but less than the words`() async throws {
    let similarity = try await cosine(vector("dog bites man"), vector("man bites dog"))
    #expect(similarity > 0.8 && similarity < 1)
  }

  @Test func `emoji and operators can be told apart`() async throws {
    #expect(try await vector("👍") != vector("👎"))
    #expect(try await vector("a += b") != vector("a -= b"))
  }

  @Test(arguments: [
    ("", 0), ("  \n", 0), ("one two", 2), ("it's", 3), ("x += y;", 4), ("缓存 cache", 3), ("snake_case", 1),
    ("👨‍👩‍👧 👍🏽", 2),
    ("क्या कैश", 2),
  ])
  func `tokens are words, ideographs and punctuation runs`(text: String, count: Int) {
    #expect(embedder.tokenCount(of: text) == count)
  }

  /// Most runs between blanks are ASCII and take a shorter way. Beside an é in the same run, they take the longer one.
  @Test func `a run of ASCII has the tokens that it has beside other letters`() async throws {
    var random = SplitMix64(seed: 17)
    let alphabet = Array("abzAZ019_.,;-+(\u{1}\u{1C}\u{7F}\u{0}")
    for round in 0..<2_000 {
      let run = String((0..<Int.random(in: 1...8, using: &random)).map { _ in alphabet.randomElement(using: &random)! })
      let (short, long) = (embedder.tokenCount(of: run + " é"), embedder.tokenCount(of: "é\u{3000}" + run))
      #expect(short == long, "seed 17, round \(round): \(run.debugDescription)")
      let same = try await vector("\(run) b é") == vector("\(run)\u{3000}b é")
      #expect(same, "seed 17, round \(round): \(run.debugDescription)")
    }
  }

  @Test func `there is no limit`() async throws {
    #expect(embedder.tokenLimit == nil)
    let text = (0..<20_000).map { "word\($0)" }.joined(separator: " ")
    #expect(try await vector(text).count == 384)
  }
}
