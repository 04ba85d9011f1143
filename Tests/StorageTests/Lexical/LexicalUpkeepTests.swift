import FreshetCorpus
internal import FreshetSeededNumbers
import FreshetTestSupport
import GRDB
@testable import FreshetStorage
import Testing

/// The lexical index contains the passages of served documents, whatever happened before.
struct LexicalUpkeepTests {
  private static let passages = (0..<12).map {
    "pump \($0 % 5) and night \($0) and \(String(repeating: "x ", count: $0))"
  }
  private let folder: TemporaryFolder
  private let store: Store

  init() throws {
    folder = try TemporaryFolder()
    store = try Store(at: folder.path + "/store", for: .writing)
  }

  private func install(_ path: String, _ passages: [String], at now: Int64 = 1) throws {
    try store.write { try StoredDocuments.install(path, passages, at: now, $0) }
  }

  private func retire(_ path: String) throws {
    _ = try store.write {
      try $0.retire(DocumentID(path: path), over: try $0.reader.moment(), at: Timestamp(nanoseconds: 2))
    }
  }

  private func collectGarbage() throws {
    let all = Timestamp(nanoseconds: .max)
    _ = try store.write {
      try $0.collectGarbage(Retention(history: all, grace: all), at: Timestamp(nanoseconds: 1_000))
    }
  }

  private func execute(_ sql: String) throws {
    try DatabaseQueue(path: folder.path + "/store/store.sqlite").write { try $0.execute(sql: sql) }
  }

  private static func ranking(_ store: Store) throws -> [[ContentAddress: Double]] {
    try ["pump", "night 3", "pump 2 and x", "x x y"].map { question in
      let matches = try store.read { try $0.lexicalMatches(question, limit: 100) }
      return Dictionary(matches) { first, _ in first }
    }
  }

  /// The ranking in a store that never contained anything but these documents.
  private static func ranking(of documents: [String: [String]]) throws -> [[ContentAddress: Double]] {
    let folder = try TemporaryFolder()
    let store = try Store(at: folder.path + "/store", for: .writing)
    for (path, passages) in documents { try store.write { try StoredDocuments.install(path, passages, $0) } }
    return try ranking(store)
  }

  @Test func `a store with history ranks to the bit like one built from nothing, before and after gc`() throws {
    let texts = Self.passages
    try install("a.md", [texts[0], texts[1], texts[2]])
    try install("b.md", [texts[3]])
    try install("gone.md", [texts[4], texts[1]])
    for edit in 1...8 { try install("a.md", [texts[0], texts[1], texts[4 + edit % 8]], at: Int64(edit)) }
    try install("a.md", [texts[0], texts[1], texts[2]], at: 20)
    try retire("gone.md")
    try store.write { try $0.keep(StoredDocuments.texts(["pump night, kept only"]), at: StoredDocuments.start) }
    let expected = try Self.ranking(of: ["a.md": [texts[0], texts[1], texts[2]], "b.md": [texts[3]]])
    #expect(try Self.ranking(store) == expected)
    try collectGarbage()
    #expect(try Self.ranking(store) == expected)
    #expect(expected.map(\.count).allSatisfy { $0 > 0 })
  }

  @Test(arguments: UInt64(1)...6)
  func `after any writes the index has the words of the served passages`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    var documents: [String: [String]] = [:]
    for step in 0..<40 {
      let path = "\(Int.random(in: 0..<4, using: &generator)).md"
      switch Int.random(in: 0..<8, using: &generator) {
      case 0 where documents[path] != nil:
        try retire(path)
        documents[path] = nil
      case 1: try collectGarbage()
      case 2: try store.scrub()
      default:
        let count = Int.random(in: 1...6, using: &generator)
        documents[path] = (0..<count).map { _ in Self.passages[Int.random(in: 0..<12, using: &generator)] }
        try install(path, documents[path] ?? [], at: Int64(step))
      }
      #expect(throws: Never.self, "seed \(seed), step \(step)") { try store.checkLexicalIndex() }
    }
    #expect(try Self.ranking(store) == Self.ranking(of: documents), "seed \(seed)")
  }

  @Test func `a question sees what has changed since the last one, also by another process`() throws {
    let other = try Store(at: folder.path + "/store", for: .reading)
    var expected: [String: [String]] = [:]
    for (step, path) in ["a.md", "b.md", "a.md", "c.md", "b.md"].enumerated() {
      expected[path] = Array(Self.passages[step..<step + 3])
      try install(path, expected[path] ?? [], at: Int64(step + 1))
      #expect(try Self.ranking(other) == Self.ranking(of: expected), "step \(step)")
      #expect(try Self.ranking(store) == Self.ranking(of: expected), "step \(step)")
    }
    try retire("a.md")
    expected["a.md"] = nil
    #expect(try Self.ranking(other) == Self.ranking(of: expected))
  }

  @Test func `a writer goes on after another one has changed the schema by VACUUM`() throws {
    let other = try Store(at: folder.path + "/store", for: .writing)
    for step in 1...4 {
      try store.write { _ in }
      try other.compact()
      try install("a.md", ["one pump \(step)"], at: Int64(step))
      try other.compact()
      _ = try store.read { try $0.lexicalMatches("pump", limit: 9) }
      try retire("a.md")
      try install("\(step).md", ["a night \(step)"], at: Int64(step))
    }
    try store.checkLexicalIndex()
  }

  @Test func `a question inside a commit that fails doesn't change later answers`() throws {
    struct Stop: Error {}
    try install("a.md", ["one pump", "a night"])
    let before = try Self.ranking(store)
    #expect(throws: Stop.self) {
      try store.write { writer in
        try StoredDocuments.install("a.md", ["two pumps", "pump 7"], at: 9, writer)
        _ = try writer.reader.lexicalMatches("pump", limit: 9)
        throw Stop()
      }
    }
    #expect(try Self.ranking(store) == before)
  }

  @Test func `a commit that fails leaves the index as it was`() throws {
    struct Stop: Error {}
    try install("a.md", ["one pump"])
    #expect(throws: Stop.self) {
      try store.write { writer in
        try StoredDocuments.install("a.md", ["one night"], at: 9, writer)
        throw Stop()
      }
    }
    #expect(
      try store.read { try $0.lexicalMatches("pump night", limit: 9) }.map(\.0) == [StoredDocuments.address("one pump")]
    )
    try store.checkLexicalIndex()
  }

  /// FTS5 removes the words that a commit passes. Those of a rotten text aren't the ones in the index.
  @Test func `a passage whose text has rotted leaves the index with all of its words`() throws {
    try install("a.md", ["one pump at night", "two"])
    try install("b.md", ["three"])
    try execute("DROP TRIGGER chunks_updated; UPDATE chunks SET text = 'rotten' WHERE text LIKE 'one%'")
    try install("a.md", ["two"], at: 2)
    for word in ["pump", "rotten", "night"] {
      #expect(try store.read { try $0.lexicalMatches(word, limit: 9) }.isEmpty, "\(word)")
    }
    try store.checkLexicalIndex()
    #expect(try Self.ranking(store) == Self.ranking(of: ["a.md": ["two"], "b.md": ["three"]]))
  }

  @Test func `an index that lost a passage's length leaves the passage out, and one that lost its counts is damaged`()
    throws
  {
    try install("a.md", ["one pump", "two pumps", "a pump at night"])
    try execute("DELETE FROM lexical_docsize WHERE id = 2")
    #expect(try store.read { try $0.lexicalMatches("pump", limit: 9) }.count == 2)
    for block in ["x''", "x'00'", "x'0000'", "x'FFFFFFFFFFFFFFFFFF7F'", "zeroblob(20)"] {
      try execute("UPDATE lexical_data SET block = \(block) WHERE id = 1")
      let opened = try Store(at: folder.path + "/store", for: .reading)
      do {
        let found = try opened.read { try $0.lexicalMatches("pump night", limit: 9) }
        #expect(found.count <= 3 && found.allSatisfy { (0...1).contains($0.1) }, "\(block): \(found)")
      } catch StorageError.damaged {
        continue
      }
    }
  }
}
