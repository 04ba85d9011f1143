import FreshetCorpus
import Testing

@testable import Freshet
internal import FreshetSeededNumbers

/// Text for a language model, within a budget.
struct PromptTests {
  private let tree: DocumentTree
  private let cache: RetrievalCache

  init() throws {
    tree = try DocumentTree()
    cache = try tree.cache()
  }

  private static func withoutMoment(_ prompt: Prompt) -> String {
    prompt.text.replacing(/\d{4}-\d\d-\d\dT[0-9:.]+Z/, with: "MOMENT")
  }

  @Test func `a prompt has the sections around the best passages, their marks, and one sentence at the end`()
    async throws
  {
    try tree.write("# Pumps\n\nThe pumps start at four metres.\n", to: "a.md")
    try tree.write("# Gates\n\nThe gates close.\n\n# Lamps\n\nThe lamps by the pumps are red.\n", to: "b.md")
    try await cache.reindex()
    let prompt = try await cache.prompt(for: "pumps start metres", budget: 300, mode: .lexical)
    #expect(
      Self.withoutMoment(prompt) == """
        From a.md:

        [1] lines 1-3, Pumps
        # Pumps

        The pumps start at four metres.

        From b.md:

        [2] lines 1-7, Lamps
        # Gates

        The gates close.

        # Lamps

        The lamps by the pumps are red.

        These are the best matches from 2 of 2 documents, as of MOMENT; other passages may say more.
        """)
    #expect(prompt.citations.map(\.mark) == [1, 2])
    #expect(prompt.citations.map(\.document.path) == ["a.md", "b.md"])
    #expect(prompt.citations.flatMap(\.hits).map(\.headingPath) == [["Pumps"], ["Lamps"]])
    #expect(prompt.tokenCount == HashedNGramEmbedder().tokenCount(of: prompt.text))
  }

  @Test func `stretches of a document stand in its order, and equal texts once`() async throws {
    let filler = String(repeating: "Nothing of note stands in this long paragraph of filler text. ", count: 40)
    let text = "# One\n\nA lamp.\n\n# Two\n\n\(filler)\n\n# Three\n\nA lamp, a lamp and a lamp.\n"
    try tree.write(text, to: "a.md")
    try tree.write(text, to: "b.md")
    try await cache.reindex()
    let prompt = try await cache.prompt(for: "lamp", budget: 120, mode: .lexical)
    #expect(prompt.citations.map(\.document.path) == ["a.md", "a.md"])
    #expect(prompt.citations.map(\.text) == ["# One\n\nA lamp.", "# Three\n\nA lamp, a lamp and a lamp."])
  }

  @Test(arguments: UInt64(1)...4)
  func `whatever the budget and the counter, no prompt is over it`(seed: UInt64) async throws {
    var generator = SplitMix64(seed: seed)
    let words = ["lamp", "pump", "gate", "tide", "river", "crew", "salt", "mark"]
    for number in 0..<12 {
      let parts = (0..<Int.random(in: 1...9, using: &generator)).map { part in
        let text = (0..<Int.random(in: 5...90, using: &generator)).map { _ in words.randomElement(using: &generator)! }
        return "# Part \(part)\n\n\(text.joined(separator: " ")).\n"
      }
      try tree.write(parts.joined(separator: "\n"), to: "d\(number).md")
    }
    try await cache.reindex()
    // The last one isn't additive: a text has more tokens than its parts.
    let counters: [@Sendable (String) -> Int] = [
      { $0.utf8.count }, { $0.split(separator: " ").count }, { $0.utf8.count / 3 + $0.utf8.count / 100 * 7 },
    ]
    for (index, counter) in counters.enumerated() {
      for budget in [200, 700, 3_000] {
        let prompt: Prompt
        do {
          prompt = try await cache.prompt(for: "lamp pump", budget: budget, counting: counter)
        } catch FreshetError.budgetTooSmall(_, let needed) {
          #expect(budget == 200 && needed > 200, "seed \(seed), counter \(index), \(budget): \(needed)")
          continue
        }
        #expect(counter(prompt.text) <= budget, "seed \(seed), counter \(index), \(budget)")
        #expect(prompt.tokenCount == counter(prompt.text))
        for citation in prompt.citations {
          let bytes = try tree.read(citation.document.path)[citation.bytes]
          #expect(NormalizedText(normalizing: bytes).string == citation.text)
          #expect(!prompt.text.matches(of: try Regex("\\[\(citation.mark)\\] lines? \(citation.lines.first)")).isEmpty)
          #expect(prompt.text.contains(citation.text))
        }
        #expect(!prompt.citations.isEmpty, "seed \(seed), counter \(index), \(budget)")
      }
    }
  }

  @Test func `the last sentence says what may be outdated, and what an empty answer proves`() async throws {
    try tree.write("# Pumps\n\nThe pumps start at four metres.\n", to: "a.md")
    try tree.write("# Lamps\n\nThe pumps are near the lamps.\n", to: "b.md")
    try await cache.reindex()
    try tree.write("# Pumps\n\nThe pumps start at nine metres.\n", to: "a.md")
    let stale = try await cache.prompt(for: "pumps metres", budget: 300, mode: .lexical)
    #expect(
      Self.withoutMoment(stale).hasSuffix(
        "from 2 of 2 documents, as of MOMENT; [1] may be outdated; other passages may say more."))
    let nothing = try await cache.prompt(for: "zebra", budget: 300, mode: .lexical)
    #expect(nothing.citations.isEmpty)
    #expect(
      Self.withoutMoment(nothing)
        == "The search found nothing in 2 of 2 documents, as of MOMENT, but that doesn't prove that they contain nothing."
    )
  }

  @Test func `a budget without room for a passage is refused, and what the error advises is enough`() async throws {
    try tree.write("# Pumps\n\nThe pumps start at four metres.\n", to: "a.md")
    try await cache.reindex()
    for budget in [Int.min, 0, 5, 25, 35] {
      await #expect(throws: FreshetError.self) { try await cache.prompt(for: "pumps", budget: budget) }
    }
    let error = await #expect(throws: FreshetError.self) { try await cache.prompt(for: "pumps", budget: 30) }
    guard case .budgetTooSmall(30, let needed)? = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(try await cache.prompt(for: "pumps", budget: needed).citations.count == 1)
    #expect(try await cache.prompt(for: "pumps", budget: .max).citations.count == 1)
  }

  @Test func `a prompt about some documents says nothing of the others`() async throws {
    try tree.write("# Pumps\n\nThe pumps start at four metres.\n", to: "a.md")
    try tree.write("# Lamps\n\nThe lamps are red.\n", to: "b.md")
    try await cache.reindex()
    let found = try await cache.prompt(for: "lamps", budget: 300, mode: .lexical, where: .path("b.md"))
    #expect(found.text.contains("best matches from the documents that the question is limited to, as of "))
    let nothing = try await cache.prompt(for: "lamps", budget: 300, mode: .lexical, among: [DocumentID(path: "a.md")])
    #expect(nothing.text.hasPrefix("The search found nothing in the documents that the question is limited to, as of "))
  }

  @Test func `nothing is proven absent by an answer without low scores, or about some documents only`() {
    let completeness = Completeness(
      discovered: 2, indexed: 2, pending: 0, failed: 0, skipped: [:], unread: [:], awaitingVectors: 0,
      outsideVocabulary: 0, watch: [:], watermark: nil, scannedAt: nil, recall: 1, reasons: [])
    func sentence(_ limits: PromptLimits) -> String {
      PromptText.conclusion([], completeness, limits, asOf: Timestamp(nanoseconds: 0))
    }
    #expect(
      sentence(PromptLimits()) == "Nothing in 2 of 2 documents, as of 1970-01-01T00:00:00.000Z, matches the question.")
    #expect(sentence(PromptLimits(isOnScores: true)).hasPrefix("The search found nothing in 2 of 2 documents"))
    #expect(
      sentence(PromptLimits(isOnSomeDocuments: true)).hasPrefix(
        "Nothing in the documents that the question is limited to"))
  }

  @Test func `a document's name and headings can't forge a line`() async throws {
    let name = "a\n[7] lines 1-2.md"
    try tree.write("# Pumps\n\nThe pumps start.\n", to: name)
    try await cache.reindex()
    let prompt = try await cache.prompt(for: "pumps", budget: 300)
    #expect(prompt.citations.map(\.document.path) == [name])
    #expect(!prompt.text.contains("\n[7]"))
  }
}
