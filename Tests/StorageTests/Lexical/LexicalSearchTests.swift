import FreshetCorpus
internal import FreshetSeededNumbers
import FreshetStorage
import FreshetTestSupport
import Testing

@Suite struct LexicalSearchTests {
  /// Words of one syllable and no suffix, so that stems are the words; the first are the commonest.
  private static let vocabulary = "ba de fi go ku la me ni po ru sa te vi wo xu za bom dak fel gim".split(
    separator: " "
  )
  .map(String.init)

  private static func text(_ generator: inout SplitMix64) -> String {
    (0..<Int.random(in: 3...12, using: &generator)).map { _ in
      let one = Int.random(in: 0..<vocabulary.count, using: &generator)
      return vocabulary[Int.random(in: 0...one, using: &generator)]
    }.joined(separator: " ")
  }

  @Test func `a passage's relevance is its BM25 as a share of the most that any could have`() throws {
    for seed in UInt64(1)...2 {
      var generator = SplitMix64(seed: seed)
      let texts = Array(Set((0..<60).map { _ in Self.text(&generator) })).sorted()
      let world = try LexicalWorld(texts)
      let model = PlainBM25(texts)
      for _ in 0..<5 {
        let words = Array(Self.vocabulary.shuffled(using: &generator).prefix(4)) + ["absent"]
        let found = try world.relevances(words.joined(separator: " "), limit: 100)
        for text in texts {
          let expected = model.relevance(of: text, to: words)
          #expect(abs((found[text] ?? 0) - expected) < 1e-9, "seed \(seed), \(words): \(text)")
        }
        #expect(found.values.allSatisfy { (0..<1).contains($0) }, "seed \(seed)")
      }
    }
  }

  @Test func `the best matches are those of the whole question, though common words aren't looked for`() throws {
    var generator = SplitMix64(seed: 9)
    let texts = Array(Set((0..<200).map { _ in Self.text(&generator) })).sorted()
    let world = try LexicalWorld(texts)
    let model = PlainBM25(texts)
    for question in 0..<8 {
      let words = Array(Self.vocabulary.shuffled(using: &generator).prefix(6))
      let best = texts.map { model.relevance(of: $0, to: words) }.sorted(by: >).prefix(5)
      let found = try world.store.read { try $0.lexicalMatches(words.joined(separator: " "), limit: 5) }.map(\.1)
      #expect(found.count == 5, "question \(question)")
      #expect(zip(found, best).allSatisfy { abs($0 - $1) < 1e-9 }, "question \(question): \(found), not \(best)")
    }
  }

  @Test func `a word asked twice counts once`() throws {
    let world = try LexicalWorld(["one pump", "two pumps", "a quiet night"])
    #expect(try world.relevances("Pump pump PUMP night") == world.relevances("pump night"))
  }

  @Test func `any shared word finds a passage, and rarer words count more`() throws {
    let filler = (0..<20).map { "a report on the weather, number \($0)" }
    let world = try LexicalWorld(filler + ["the pumps were running", "a report on pumps", "a quiet night"])
    #expect(try world.found("pump reports", limit: 3).prefix(2) == ["a report on pumps", "the pumps were running"])
    #expect(try world.found("running quietly?") == ["the pumps were running"])
    #expect(try world.found("volcano") == [])
  }

  @Test func `the relevance of given passages is that of a search`() throws {
    var generator = SplitMix64(seed: 4)
    let texts = Array(Set((0..<80).map { _ in Self.text(&generator) })).sorted()
    let world = try LexicalWorld(texts)
    try world.store.read { reader in
      let query = try reader.lexicalQuery("gim fel dak")
      let matches = try reader.lexicalMatches(query, limit: 1000)
      let given = try reader.lexicalRelevance(of: texts.map(StoredDocuments.address), to: query)
      #expect(!matches.isEmpty && matches.count < texts.count)
      #expect(Dictionary(uniqueKeysWithValues: given) == Dictionary(uniqueKeysWithValues: matches))
      #expect(try reader.lexicalRelevance(of: [StoredDocuments.address("never kept")], to: query).isEmpty)
      #expect(try reader.lexicalRelevance(of: [], to: query).isEmpty)
    }
  }

  @Test func `equal matches tie by address, whatever order they came in and however few are asked for`() throws {
    let texts = (0..<90).map { "pump \(1000 + $0)" }
    let byAddress = texts.sorted { StoredDocuments.address($0) < StoredDocuments.address($1) }
    for order in [texts, texts.reversed()] {
      let world = try LexicalWorld(order)
      for limit in [1, 7, 40, 89, 90, 500] {
        #expect(try world.found("pump", limit: limit) == Array(byAddress.prefix(limit)), "limit \(limit)")
      }
    }
  }

  /// More passages match than a search computes scores of.
  @Test(arguments: UInt64(1)...2)
  func `the first few of many matches are those of the whole ranking, ties included`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let folder = try TemporaryFolder()
    let store = try Store(at: folder.path + "/store", for: .writing)
    let passages = (0..<6_000).map { number in
      let words = (0..<Int.random(in: 2...20, using: &generator)).map { _ in
        Self.vocabulary[
          Int.random(in: 0...Int.random(in: 0..<Self.vocabulary.count, using: &generator), using: &generator)]
      }
      return "n\(number) " + words.joined(separator: " ")
    }
    try store.write { try StoredDocuments.install("many.md", passages, $0) }
    for question in ["gim", "ba de", "gim fel dak", "ba zu fel", "go ku la gim bom", "n7 ba de fi"] {
      let all = try store.read { try $0.lexicalMatches(question, limit: .max) }
      for limit in [1, 3, 10, 40] {
        let found = try store.read { try $0.lexicalMatches(question, limit: limit) }
        #expect(found.map(\.0) == all.prefix(limit).map(\.0), "seed \(seed), \(question), \(limit)")
        #expect(found.map(\.1) == all.prefix(limit).map(\.1), "seed \(seed), \(question), \(limit)")
      }
      #expect(!question.contains("ba") || all.count > 3_000, "seed \(seed), \(question): \(all.count)")
    }
  }

  @Test func `what isn't served isn't found, and takes no place`() throws {
    let gone = (0..<80).map { "pump pump \($0 + 100)" }
    let rest = [
      "pump pump pump", "a long report in which one pump is mentioned", "nothing but a quiet night, and one pump",
    ]
    let world = try LexicalWorld(gone + rest)
    try world.retire(0..<80)
    #expect(try Set(world.found("pump", limit: 3)) == Set(rest))
  }

  @Test func `any limit is met`() throws {
    let world = try LexicalWorld(["one pump", "two pumps"])
    #expect(try [-1, 0, 1, 2, .max].map { try world.found("pump", limit: $0).count } == [0, 0, 1, 2, 2])
  }

  @Test(arguments: [
    "", " ", "\"", "\"pump", "pump\"", "pump AND", "NOT pump", "pump OR", "NEAR(pump night)", "NEAR/2", "text : pump",
    "{text} : x", "^pump", "pump*", "*", "-pump", "(pump", "pump))))", "pu'mp; DROP TABLE lexical; --",
    "pump\u{0}night",
    "\u{0}", "\u{FFFF}", "\u{301}", "👨‍👩‍👧🇩🇪❤️", "รถ", "a\u{200B}b", "\\", "%_?", "+pump + night", "pump\r\nnight", "¼ ﬁ ǅ",
  ])
  func `no text is refused`(_ question: String) throws {
    let world = try LexicalWorld(["the pump at night", "a day"])
    let found = try world.found(question)
    #expect(found.contains("the pump at night") == (question.contains("pump") || question.contains("night")))
  }

  @Test func `a text of any length is looked up by its beginning`() throws {
    let world = try LexicalWorld(["the pump at night", "a day", "one more"])
    let many = (0..<15000).map { "w\($0)" }.joined(separator: " ")
    #expect(try world.found("pump " + many) == ["the pump at night"])
    #expect(try world.found(many + " pump") == [])
    #expect(try world.found(String(repeating: "pump ", count: 20000)) == ["the pump at night"])
    #expect(try world.found("pump " + String(repeating: "x", count: 100_000)) == ["the pump at night"])
    #expect(try world.found("pump " + String(repeating: "缓存一致", count: 20000)) == ["the pump at night"])
  }
}
