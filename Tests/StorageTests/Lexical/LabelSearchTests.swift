import FreshetCorpus
internal import FreshetSeededNumbers
import FreshetTestSupport
import Foundation
import GRDB
@testable import FreshetStorage
import Testing

/// Passages are found by the headings above them, and by the path, title, fields and tags of their documents.
struct LabelSearchTests {
  private let folder: TemporaryFolder
  private let store: Store

  init() throws {
    folder = try TemporaryFolder()
    store = try Store(at: folder.path + "/store", for: .writing)
  }

  private func install(
    _ path: String, _ passages: [String], title: String? = nil, metadata: [String: String] = [:],
    headings: (Int) -> [String] = { _ in [] }, at now: Int64 = 1
  ) throws {
    try store.write {
      try StoredDocuments.install(
        path, passages, title: title, metadata: metadata, headings: headings, at: now, $0)
    }
  }

  private func relevances(_ question: String) throws -> [ContentAddress: Double] {
    Dictionary(try store.read { try $0.lexicalMatches(question, limit: 1_000) }) { one, _ in one }
  }

  private func found(_ question: String) throws -> Set<ContentAddress> { Set(try relevances(question).keys) }

  private func addresses(_ passages: String...) -> Set<ContentAddress> { Set(passages.map(StoredDocuments.address)) }

  @Test(arguments: [
    "gauge", "runbooks/gauge-outage", "Outages", "reservoir", "final", "status", "pumpRoom", "\"on call\"", "ｏｕｔａｇｅ",
  ])
  func `all passages of a document are found by its path, title, fields and tags`(question: String) throws {
    try install(
      "runbooks/gauge-outage.md", ["one", "two"], title: "Reservoir outages",
      metadata: ["status": "final", "tags": "on call, pumpRoom"])
    try install("other.md", ["three"], title: "Other", metadata: ["owner": "Ann"])
    #expect(try found(question) == addresses("one", "two"))
  }

  @Test func `tags that programs gave a document find it until they are taken away`() throws {
    try install("a.md", ["one"])
    let id = DocumentID(path: "a.md")
    func change(_ change: AttributeChange) throws {
      try store.write { writer in
        let content = try #require(try writer.reader.currentVersions(of: id).first?.content)
        let context = try writer.reader.context(of: id)
        try writer.write(content, to: id, context: context, change: change, at: StoredDocuments.start)
      }
    }
    try change(AttributeChange(adding: ["harbour"]))
    #expect(try found("harbour") == addresses("one"))
    try change(AttributeChange(removing: ["harbour"]))
    #expect(try found("harbour") == [])
  }

  @Test func `passages are found by all headings above them, and by no others`() throws {
    let paths = [["Install"], ["Install", "Linux"], ["Upgrade"]]
    try install("a.md", ["one", "two", "three"], headings: { paths[$0] })
    #expect(try found("install") == addresses("one", "two"))
    #expect(try found("linux") == addresses("two"))
    #expect(try found("\"install linux\"") == addresses("one", "two"))
  }

  @Test func `a word counts most in the text, less in a heading, and least in a label`() throws {
    for number in 0..<30 { try install("\(number)0.md", ["weather \(number)", "rain \(number)"]) }
    try install("text.md", ["a valve here", "x"])
    try install("heading.md", ["in one room", "y"], headings: { $0 == 0 ? ["Valve"] : [] })
    let text = try relevances("valve")
    #expect(text[StoredDocuments.address("a valve here")] ?? 0 > text[StoredDocuments.address("in one room")] ?? 1)
    try install("label.md", ["of two rooms", "z"], headings: { $0 == 0 ? ["Closing"] : [] }, at: 2)
    try install("label.md", ["of two rooms", "z"], title: "Valve", headings: { $0 == 0 ? ["Valve"] : [] }, at: 3)
    let both = try relevances("valve")
    #expect(both[StoredDocuments.address("of two rooms")] ?? 0 > both[StoredDocuments.address("z")] ?? 1)
    #expect(both[StoredDocuments.address("z")] ?? 0 > 0)
  }

  @Test func `another name, title, heading or field is found at once, and the old one no longer`() throws {
    try install("old.md", ["one"], title: "Early", metadata: ["k": "draft"], headings: { _ in ["Before"] })
    for word in ["old", "early", "draft", "before"] { #expect(try found(word) == addresses("one"), "\(word)") }
    try install("old.md", ["one"], title: "Late", metadata: ["k": "final"], headings: { _ in ["After"] }, at: 2)
    for word in ["old", "late", "final", "after"] { #expect(try found(word) == addresses("one"), "\(word)") }
    for word in ["early", "draft", "before"] { #expect(try found(word) == [], "\(word)") }
    _ = try store.write {
      try $0.retire(DocumentID(path: "old.md"), over: try $0.reader.moment(), at: Timestamp(nanoseconds: 3))
    }
    for word in ["old", "late", "final", "after"] { #expect(try found(word) == [], "\(word)") }
    try store.checkLexicalIndex()
    for table in ["labels", "headings"] {
      let rows = try store.reading { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") }
      #expect(rows == 0, "\(table)")
    }
  }

  /// The relevance by the formulas of `LexicalQuery` and `WordTally`, computed over plain words.
  @Test(arguments: UInt64(1)...6)
  func `a passage's relevance follows from its text, its headings and its document's labels`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let model = LabelledModel(&generator)
    for (number, document) in model.documents.enumerated() {
      try install(
        "\(number).md", document.passages.map(\.text), title: document.title,
        headings: { document.passages[$0].heading.map { [$0] } ?? [] })
    }
    for _ in 0..<12 {
      let words = LabelledModel.words.shuffled(using: &generator).prefix(Int.random(in: 1...5, using: &generator))
      let (found, expected) = (try relevances(words.joined(separator: " ")), model.relevances(Array(words)))
      #expect(Set(found.keys) == Set(expected.keys), "seed \(seed), \(words)")
      for (address, relevance) in expected {
        #expect(abs((found[address] ?? 0) - relevance) < 1e-9, "seed \(seed), \(words)")
      }
    }
  }
}

/// Documents of plain words with titles and headings.
private struct LabelledModel {
  struct Document {
    var title: String?
    var passages: [(text: String, heading: String?)]
  }

  static let words = ["ba", "de", "fi", "go", "ku", "la", "po", "ru"]
  let documents: [Document]

  init(_ generator: inout SplitMix64) {
    func text(_ most: Int, _ generator: inout SplitMix64) -> String {
      (0..<Int.random(in: 1...most, using: &generator)).map { _ in
        Self.words[Int.random(in: 0...Int.random(in: 0..<8, using: &generator), using: &generator)]
      }.joined(separator: " ")
    }
    let shared = text(9, &generator)
    documents = (0..<12).map { _ in
      Document(
        title: generator.chance(50) ? text(2, &generator) : nil,
        passages: (0..<Int.random(in: 1...4, using: &generator)).map { _ in
          (generator.chance(20) ? shared : text(9, &generator), generator.chance(40) ? text(2, &generator) : nil)
        })
    }
  }

  private func count(_ word: String, _ text: String?) -> Double {
    Double((text ?? "").split(separator: " ").count { $0 == word })
  }

  private func length(_ text: String) -> Double { Double(text.split(separator: " ").count) }

  func relevances(_ words: [String]) -> [ContentAddress: Double] {
    let texts = Array(Set(documents.flatMap { $0.passages.map(\.text) }))
    let mean = texts.map(length).reduce(0, +) / Double(texts.count)
    let wholes = documents.map { $0.passages.map(\.text).joined(separator: " ") }
    let wholeMean = wholes.map(length).reduce(0, +) / Double(wholes.count)
    func tally(_ word: String, _ document: Document, _ passage: (text: String, heading: String?)) -> Double {
      let text = count(word, passage.text) / (0.25 + 0.75 * length(passage.text) / mean)
      return max(text, count(word, passage.heading) > 0 ? 0.5 : 0, count(word, document.title) > 0 ? 0.3 : 0)
    }
    func tally(_ word: String, _ document: Document, _ whole: String) -> Double {
      let text = count(word, whole) / (0.25 + 0.75 * length(whole) / wholeMean)
      let isInHeading = document.passages.contains { count(word, $0.heading) > 0 }
      return max(text, isInHeading ? 0.5 : 0) + (count(word, document.title) > 0 ? 2 : 0)
    }
    func weight(_ holding: Int, _ all: Int, _ least: Double) -> Double {
      max(least, log((Double(all - holding) + 0.5) / (Double(holding) + 0.5)))
    }
    let weights = words.map { word in
      let holding = Set(
        documents.flatMap { document in
          document.passages.filter { tally(word, document, $0) > 0 }.map(\.text)
        })
      return weight(holding.count, texts.count, 1e-6)
    }
    let documentWeights = words.map { word in
      weight(
        zip(documents, wholes).count { tally(word, $0, $1) > 0 }, documents.count, 1 / Double(documents.count))
    }
    func share(_ tallies: [Double], _ weights: [Double]) -> Double {
      zip(tallies, weights).map { $1 * $0 / ($0 + 1.2) }.reduce(0, +) / weights.reduce(0, +)
    }
    let (sum, squares) = (weights.reduce(0, +), weights.map { $0 * $0 }.reduce(0, +))
    let exponent = max(1, (sum * sum / squares / 4).squareRoot())
    var relevances: [ContentAddress: Double] = [:]
    for (document, whole) in zip(documents, wholes) {
      for passage in document.passages {
        let own = share(words.map { tally($0, document, passage) }, weights)
        let its = share(words.map { tally($0, document, whole) }, documentWeights)
        let relevance = 1 - pow(1 - (own * its).squareRoot(), exponent)
        let address = StoredDocuments.address(passage.text)
        if relevance > 0 { relevances[address] = max(relevances[address] ?? 0, relevance) }
      }
    }
    return relevances
  }
}
