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

  /// Documents of one to six passages, of which some are in several documents.
  private static func documents(_ count: Int, _ generator: inout SplitMix64) -> [[String]] {
    let shared = (0..<4).map { _ in text(&generator) }
    return (0..<count).map { _ in
      (0..<Int.random(in: 1...6, using: &generator)).map { _ in
        Int.random(in: 0..<6, using: &generator) == 0
          ? shared[Int.random(in: 0..<4, using: &generator)] : text(&generator)
      }
    }
  }

  @Test(arguments: UInt64(1)...4)
  func `a passage's relevance follows from its BM25 and from its document's`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let documents = Self.documents(seed == 1 ? 1 : 20, &generator)
    let world = try LexicalWorld(documents: documents)
    let model = PlainRelevance(documents)
    for count in [1, 4, 6, 9] {
      let words = Array(Self.vocabulary.shuffled(using: &generator).prefix(count)) + ["absent"]
      let found = try world.relevances(words.joined(separator: " "), limit: 1_000)
      for text in Set(documents.joined()) {
        let expected = model.relevance(of: text, to: words)
        #expect(abs((found[text] ?? 0) - expected) < 1e-9, "seed \(seed), \(words): \(text)")
      }
      #expect(found.values.allSatisfy { (0..<1).contains($0) }, "seed \(seed)")
    }
  }

  @Test func `the best matches are those of the whole question`() throws {
    var generator = SplitMix64(seed: 9)
    let documents = Self.documents(60, &generator)
    let world = try LexicalWorld(documents: documents)
    let model = PlainRelevance(documents)
    for question in 0..<8 {
      let words = Array(Self.vocabulary.shuffled(using: &generator).prefix(6))
      let best = Set(documents.joined()).map { model.relevance(of: $0, to: words) }.sorted(by: >).prefix(5)
      let found = try world.store.read { try $0.lexicalMatches(words.joined(separator: " "), limit: 5) }.map(\.1)
      #expect(found.count == 5, "question \(question)")
      #expect(zip(found, best).allSatisfy { abs($0 - $1) < 1e-9 }, "question \(question): \(found), not \(best)")
    }
  }

  @Test func `a word counts as often as it is in the question`() throws {
    let texts = ["one pump in a room", "two nights in a room", "a quiet day", "a report", "the weather"]
    let world = try LexicalWorld(texts)
    let model = PlainRelevance(texts.map { [$0] })
    let found = try world.relevances("Pump quiet PUMP pump")
    #expect(Set(found.keys) == ["one pump in a room", "a quiet day"])
    for (text, relevance) in found {
      let expected = model.relevance(of: text, to: ["pump", "quiet", "pump", "pump"])
      #expect(abs(relevance - expected) < 1e-9, "\(text)")
    }
    #expect(try world.relevances("pump quiet pump pump") == found)
    let stemmed = try #require(try world.relevances("pumps quiet pump pumping")["one pump in a room"])
    #expect(abs(stemmed - (found["one pump in a room"] ?? 0)) < 1e-12, "words with one stem are one word")
  }

  @Test func `of equal passages the one whose document has more of the question's words is the first`() throws {
    let filler = (0..<8).map { ["weather report \($0)", "and so on \($0)"] }
    let world = try LexicalWorld(
      documents: filler + [
        ["the pump failed again", "later on the valve was closed"], ["the pump failed twice", "tea"],
      ])
    #expect(try world.found("pump valve").filter { $0.contains("failed") }.first == "the pump failed again")
    #expect(try world.found("pump tea").filter { $0.contains("failed") }.first == "the pump failed twice")
  }

  @Test func `a passage without a word of the question isn't found for its document's words`() throws {
    let world = try LexicalWorld(documents: [["one pump", "a quiet night"], ["two valves"], ["a report"]])
    #expect(try world.found("pump") == ["one pump"])
  }

  @Test func `a passage in several documents has the words of the best of those that are searched`() throws {
    let documents = [
      ["one pump", "a valve and a pump"], ["one pump", "nothing about it"], ["a report"], ["weather"], ["a valve"],
    ]
    let world = try LexicalWorld(documents: documents)
    let model = PlainRelevance(documents)
    let everywhere = try world.relevances("pump valve")["one pump"]
    #expect(try world.relevances("pump valve", among: [0, 2])["one pump"] == everywhere)
    #expect(abs((everywhere ?? 0) - model.relevance(of: "one pump", to: ["pump", "valve"])) < 1e-9)
    let elsewhere = try #require(try world.relevances("pump valve", among: [1, 2])["one pump"])
    #expect(elsewhere < everywhere ?? 0 && elsewhere > 0)
    #expect(try world.relevances("pump valve", among: [2, 3]).isEmpty)
  }

  @Test func `a document that contains a passage twice has its words twice`() throws {
    let documents = [
      ["one pump", "one pump", "a night"], ["two gates", "a valve", "a day"], ["a report"], ["x"], ["y"],
    ]
    let found = try LexicalWorld(documents: documents).relevances("pump report")
    let expected = PlainRelevance(documents).relevance(of: "one pump", to: ["pump", "report"])
    #expect(abs((found["one pump"] ?? 0) - expected) < 1e-9)
  }

  @Test func `in a single document the words still tell its passages apart`() throws {
    let world = try LexicalWorld(documents: [
      ["one pump starts", "a valve", "a quiet night", "a day", "tea", "a report"]
    ])
    let found = try world.relevances("does the pump start at high water?")
    #expect(Array(found.keys) == ["one pump starts"] && found.values.allSatisfy { $0 > 0.05 }, "\(found)")
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
      let some = try reader.numbers(of: Set((0..<9).map { DocumentID(path: "\($0).md") }))
      let among = try reader.lexicalMatches(query, limit: 1000, among: some)
      let givenAmong = try reader.lexicalRelevance(of: texts.map(StoredDocuments.address), to: query, among: some)
      #expect(Dictionary(uniqueKeysWithValues: givenAmong) == Dictionary(uniqueKeysWithValues: among))
      #expect(among.count < matches.count)
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
    try store.write { writer in
      for part in 0..<60 {
        try StoredDocuments.install("\(part).md", Array(passages[100 * part..<100 * part + 100]), writer)
      }
    }
    for question in ["gim", "ba de", "gim fel dak", "ba zu fel", "go ku la gim bom", "n7 ba de fi"] {
      let all = try store.read { try $0.lexicalMatches(question, limit: .max) }
      for limit in [1, 3, 10, 40] {
        let found = try store.read { try $0.lexicalMatches(question, limit: limit) }
        #expect(found.map(\.0) == all.prefix(limit).map(\.0), "seed \(seed), \(question), \(limit)")
        #expect(found.map(\.1) == all.prefix(limit).map(\.1), "seed \(seed), \(question), \(limit)")
      }
      #expect(question.hasPrefix("gim") || all.count > 3_000, "seed \(seed), \(question): \(all.count)")
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
