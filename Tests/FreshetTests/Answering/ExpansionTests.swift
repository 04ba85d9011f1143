import FreshetCorpus
import Freshet
internal import FreshetSeededNumbers
import Testing

/// The text around a hit's passage.
struct ExpansionTests {
  private let tree: DocumentTree
  private let cache: RetrievalCache
  private let embedder = HashedNGramEmbedder()

  init() throws {
    tree = try DocumentTree()
    cache = try tree.cache()
  }

  /// Two sections, the first with a subsection; each is a passage.
  private static let handbook = """
    # Handbook

    ## Pumps

    The pumps start at four metres.

    ### Faults

    A blocked impeller trips the breaker.

    ## Gates

    The gates close at five metres.

    """

  private func hit(
    _ question: String, _ expansion: Expansion, limit: Int = 1, mode: SearchMode = .hybrid
  ) async throws -> Hit {
    try #require(await cache.retrieve(question, limit: limit, mode: mode, expand: expansion).hits.first)
  }

  private func texts(_ question: String, _ expansion: Expansion) async throws -> String? {
    try await hit(question, expansion).expansion?.text
  }

  @Test func `a section is the largest one around the passage within the limit of tokens`() async throws {
    try tree.write(Self.handbook, to: "handbook.md")
    try await cache.reindex()
    let faults = "### Faults\n\nA blocked impeller trips the breaker."
    // The first passage has two headings.
    let pumps = "# Handbook\n\n## Pumps\n\nThe pumps start at four metres.\n\n\(faults)"
    let whole = String(Self.handbook.dropLast())
    for (text, larger) in [(faults, pumps), (pumps, whole), (whole, whole)] {
      let tokens = embedder.tokenCount(of: text)
      #expect(try await texts("impeller", .section(upTo: tokens)) == text)
      if text != larger { #expect(try await texts("impeller", .section(upTo: tokens + 1)) == text) }
    }
    #expect(try await hit("impeller", .passage).expansion == nil)
    let alone = try await hit("impeller", .section(upTo: 1))
    #expect(alone.expansion?.text == alone.text)
  }

  @Test func `neighbours are passages before and after, up to the number`() async throws {
    try tree.write((0..<9).map { "# Part \($0)\n\nText of lamp\($0).\n\n" }.joined(), to: "parts.md")
    try await cache.reindex()
    let expansion = try #require(await hit("lamp4", .neighbours(1)).expansion)
    #expect(
      expansion.text == (3...5).map { "# Part \($0)\n\nText of lamp\($0)." }.joined(separator: "\n\n"))
    #expect(expansion.lines == LineRange(first: 13, last: 23))
    #expect(try await texts("lamp0", .neighbours(1)) == "# Part 0\n\nText of lamp0.\n\n# Part 1\n\nText of lamp1.")
    #expect(try await texts("lamp4", .neighbours(0)) == "# Part 4\n\nText of lamp4.")
    #expect(try await texts("lamp4", .neighbours(-3)) == "# Part 4\n\nText of lamp4.")
    #expect(try await texts("lamp4", .neighbours(.max))?.contains("lamp8") == true)
    #expect(try await texts("lamp4", .section(upTo: .min))?.contains("lamp4") == true)
    #expect(try await texts("lamp4", .section(upTo: .max))?.contains("lamp8") == true)
  }

  @Test func `hits whose expansions overlap become one, which lists them with their certificates`() async throws {
    try tree.write((0..<9).map { "# Part \($0)\n\nText of lamp\($0), a beacon.\n\n" }.joined(), to: "parts.md")
    try await cache.reindex()
    let plain = try await cache.retrieve("beacon lamp2 lamp3 lamp7", limit: 3, mode: .lexical).hits
    let answer = try await cache.retrieve("beacon lamp2 lamp3 lamp7", limit: 3, mode: .lexical, expand: .neighbours(1))
    #expect(answer.hits.count == 2, "limit counts before merging")
    let passages = answer.hits.flatMap { $0.expansion?.passages ?? [] }
    #expect(Set(passages.map(\.text)) == Set(plain.map(\.text)))
    #expect(answer.hits.map { $0.expansion?.passages.first?.text } == answer.hits.map(\.text))
    let merged = try #require(answer.hits.first { $0.expansion?.passages.count == 2 }?.expansion)
    #expect(merged.lines == LineRange(first: 5, last: 19))
    for passage in passages {
      let bytes = try tree.read("parts.md")[passage.certificate.bytes]
      #expect(ContentAddress(hashing: NormalizedText(normalizing: bytes)) == passage.certificate.address)
      #expect(passage.expansion == nil)
    }
  }

  @Test func `an expansion of a changed or missing file consists of the stored passages, and says so`() async throws {
    try tree.write(Self.handbook, to: "handbook.md")
    try await cache.reindex()
    let fresh = try #require(await hit("impeller", .standard).expansion)
    #expect(!fresh.isJoined && fresh.freshness == .fresh)
    try tree.write(Self.handbook.replacing("four", with: "nine"), to: "handbook.md")
    let stale = try await hit("impeller", .standard)
    let expansion = try #require(stale.expansion)
    #expect(expansion.isJoined && expansion.freshness == stale.certificate.freshness)
    #expect(expansion.freshness.name == "stale")
    #expect(expansion.text == fresh.text && expansion.bytes == fresh.bytes)
    try tree.remove("handbook.md")
    let orphaned = try #require(await hit("impeller", .standard).expansion)
    #expect(orphaned.isJoined && orphaned.freshness == .orphaned)
    #expect(orphaned.text == fresh.text)
  }

  @Test func `an expansion of a pushed document is a range of the pushed text`() async throws {
    try await cache.put(Self.handbook, as: "notes/pumps")
    let expansion = try #require(await hit("impeller", .standard).expansion)
    #expect(expansion.text == String(Self.handbook.dropLast()))
    #expect(!expansion.isJoined && expansion.freshness == .fresh)
  }

  @Test func `a search by words has sections without a model`() async throws {
    try tree.write(Self.handbook, to: "handbook.md")
    try await cache.reindex()
    let space = embedder.space
    let missing = DeferredEmbedder(space: space, tokenLimit: embedder.tokenLimit) { throw EmbedderDown() }
    let words = try RetrievalCache.open(at: .beside(tree.root), embedder: missing)
    let hit = try #require(await words.retrieve("impeller", limit: 1, mode: .lexical, expand: .standard).hits.first)
    #expect(hit.expansion?.text == String(Self.handbook.dropLast()))
  }

  @Test func `a damaged placement ends an expansion, and the answer says that something is damaged`() async throws {
    try tree.write((0..<5).map { "# Part \($0)\n\nText of lamp\($0).\n\n" }.joined(), to: "parts.md")
    try await cache.reindex()
    try tree.execute("UPDATE placements SET first_line = -1 WHERE ordinal = 3")
    let answer = try await tree.cache().retrieve("lamp1", limit: 1, mode: .lexical, expand: .neighbours(3))
    #expect(answer.hits.first?.expansion?.text.contains("lamp0") == true)
    #expect(answer.hits.first?.expansion?.text.contains("lamp4") == false)
    #expect(answer.completeness.reasons.contains { "\($0)".contains("damaged") })
  }

  @Test(arguments: [Int64.max, 1 << 60])
  func `a placement with an impossible place traps nothing`(ordinal: Int64) async throws {
    try tree.write((0..<5).map { "# Part \($0)\n\nText of lamp\($0).\n\n" }.joined(), to: "parts.md")
    try await cache.reindex()
    try tree.execute("UPDATE placements SET ordinal = \(ordinal) WHERE ordinal = 4")
    let damaged = try tree.cache()
    for expansion in [Expansion.neighbours(2), .standard, .passage] {
      _ = try await damaged.retrieve("lamp4 lamp1", mode: .lexical, expand: expansion)
    }
    let prompt = try await damaged.prompt(for: "lamp4 lamp1", budget: 400, mode: .lexical)
    #expect(prompt.text.contains("lamp1"))
    #expect(prompt.completeness.reasons.contains { "\($0)".contains("damaged") })
  }

  @Test(arguments: UInt64(1)...6)
  func `whatever the document, an expansion is a range of it that contains the passage, within its bound`(
    seed: UInt64
  ) async throws {
    var generator = SplitMix64(seed: seed)
    for number in 0..<4 { try tree.write(Self.document(&generator), to: "d\(number).md") }
    try await cache.reindex()
    let plain = try await cache.retrieve("lamp pump gate", limit: 30)
    for limit in [1, 20, 60, 150, 300, 2_000] {
      let answer = try await cache.retrieve("lamp pump gate", limit: 30, expand: .section(upTo: limit))
      #expect(
        Set(answer.hits.flatMap { $0.expansion?.passages ?? [] }.map(\.certificate.bytes))
          == Set(plain.hits.map(\.certificate.bytes)), "seed \(seed), \(limit)")
      for hit in answer.hits {
        let expansion = try #require(hit.expansion)
        let bytes = try tree.read(hit.document.path)
        #expect(NormalizedText(normalizing: bytes[expansion.bytes]).string == expansion.text)
        #expect(expansion.passages.allSatisfy { expansion.text.contains($0.text) }, "seed \(seed), \(limit)")
        #expect(expansion.passages.map(\.score) == expansion.passages.map(\.score).sorted(by: >))
        let isAlone = expansion.bytes == hit.certificate.bytes
        let tokens = embedder.tokenCount(of: expansion.text)
        #expect(isAlone || tokens <= limit * expansion.passages.count, "seed \(seed), \(limit): \(tokens)")
      }
    }
  }

  /// Sections of several depths, paragraphs of several lengths, some text without any heading.
  private static func document(_ generator: inout SplitMix64) -> String {
    let words = ["lamp", "pump", "gate", "tide", "river", "crew", "salt", "mark"]
    return (0..<Int.random(in: 1...25, using: &generator)).map { _ in
      let depth = Int.random(in: 0...4, using: &generator)
      let heading =
        depth == 0 ? "" : String(repeating: "#", count: depth) + " \(words.randomElement(using: &generator)!)\n\n"
      let sentences = (0..<Int.random(in: 1...9, using: &generator)).map { _ in
        (0..<Int.random(in: 3...14, using: &generator)).map { _ in words.randomElement(using: &generator)! }
          .joined(separator: " ") + "."
      }
      return heading + sentences.joined(separator: " ") + "\r\n\r\n"
    }.joined()
  }
}
