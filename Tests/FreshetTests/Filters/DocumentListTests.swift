import FreshetCorpus
import Freshet
import Testing

/// Lists of documents, and pushed documents that are written and removed together.
struct DocumentListTests {
  private let tree: DocumentTree
  private let cache: RetrievalCache

  init() throws {
    tree = try DocumentTree()
    cache = try tree.cache()
  }

  private func served() throws -> [String] { try cache.documents().map(\.id.description) }

  @Test func `a list has each served document's title, fields, tags, revision and size, in order`() async throws {
    let text = "---\ntitle: Gates\nstatus: final\n---\n\nThe gate opens.\n"
    try tree.write(text, to: "gate.md")
    try tree.write("gone", to: "gone.md")
    try await cache.put("# Yard\n\nA yard.", as: "yard", metadata: ["status": "draft"], tags: ["#ops"])
    try await cache.reindex()
    try tree.remove("gone.md")
    let outcome = try await cache.reindex()
    let list = try cache.documents()
    #expect(list.map(\.id.description) == ["gate.md", "pushed:yard"])
    #expect(list.map(\.title) == ["Gates", "Yard"])
    #expect(list.map { $0.fields["status"] } == ["final", "draft"])
    #expect(list.map(\.tags) == [[], ["ops"]])
    #expect(list.first?.revision == Revision(hashing: Array(text.utf8)) && list.first?.sizeInBytes == text.utf8.count)
    #expect(list.damagedCount == 0 && list.token == outcome.token)
    #expect(try cache.documents(where: .field("status", .equals("draft"))).map(\.id.path) == ["yard"])
  }

  @Test func `many documents are put in one commit, each with its receipt`() async throws {
    let tagged = AttributeChange(adding: ["t"])
    let documents = (0..<20).map { PushedDocument("Note \($0).", as: "n\($0)", attributes: tagged) }
    let receipts = try await cache.put(documents)
    #expect(receipts.count == 20 && Set(receipts.map(\.token)).count == 1 && !receipts.contains(where: \.isConflicted))
    #expect(try cache.documents(where: .tag("t")).count == 20)
    let answer = try await cache.retrieve("note", limit: 100, consistency: .session(receipts[0].token))
    #expect(answer.token == receipts[0].token && answer.hits.count == 20)
    let next = try await cache.put([PushedDocument("Newer.", as: "n3", context: receipts[3].context)])
    #expect(!next[0].isConflicted)
    #expect(try await cache.get("n3")?.text == "Newer.")
    #expect(try await cache.put([PushedDocument]()) == [])
  }

  @Test func `of many documents none is stored if one can't be`() async throws {
    let context = try await cache.put("First.", as: "b", context: CausalContext()).context
    try await cache.put("Second.", as: "b")
    let behind = [
      PushedDocument("New.", as: "a"), PushedDocument("Third.", as: "b", context: context, ifBehind: .refuse),
    ]
    await #expect(throws: FreshetError.self) { try await cache.put(behind) }
    let withNUL = [PushedDocument("New.", as: "a"), PushedDocument("N\0.", as: "c")]
    await #expect(throws: FreshetError.holdsNUL(DocumentID(source: "pushed", path: "c"), what: "text")) {
      try await cache.put(withNUL)
    }
    let failing = try tree.cache(
      ObservedEmbedder { texts, _ in if texts.contains(where: { $0.contains("poison") }) { throw EmbedderDown() } })
    await #expect(throws: (any Error).self) {
      try await failing.put([PushedDocument("New.", as: "a"), PushedDocument("The poison.", as: "c")])
    }
    #expect(try served() == ["pushed:b"])
    #expect(try await cache.get("b")?.text == "Second.")
  }

  @Test func `documents of one name are written in their order, and each receipt says whether there is a conflict`()
    async throws
  {
    try await cache.put("Old.", as: "b")
    let receipts = try await cache.put([
      PushedDocument("One.", as: "a"), PushedDocument("Two.", as: "a"),
      PushedDocument("Other.", as: "b", context: CausalContext()),
    ])
    #expect(try await cache.get("a")?.text == "Two.")
    #expect(receipts.map(\.isConflicted) == [false, false, true])
  }

  @Test func `what a filter admits is removed in one commit`() async throws {
    try await cache.put((0..<10).map { PushedDocument("Note \($0).", as: "\($0 < 4 ? "old" : "new")/\($0)") })
    let before = try cache.documents().token
    let removal = try await cache.remove(where: .path("old/"))
    #expect(removal.documents.map(\.path) == ["old/0", "old/1", "old/2", "old/3"])
    #expect(removal.token.sequence == before.sequence + 4 && removal.damagedCount == 0)
    #expect(try served().count == 6)
    #expect(try await cache.retrieve("note", limit: 20, consistency: .session(removal.token)).hits.count == 6)
    let nothing = try await cache.remove(where: .path("old/"))
    #expect(nothing.documents == [] && nothing.token == removal.token)
  }

  @Test func `a filter that admits a folder's document removes nothing, and the error names it`() async throws {
    try tree.write("A file.\n", to: "ops/a.md")
    try await cache.reindex()
    try await cache.put("A note.", as: "ops/b")
    await #expect(throws: FreshetError.notPushed(DocumentID(path: "ops/a.md"))) {
      try await cache.remove(where: .path("ops/"))
    }
    #expect(try served() == ["ops/a.md", "pushed:ops/b"])
    try await cache.remove(where: .path("ops/") && .source(DocumentID.pushed))
    #expect(try served() == ["ops/a.md"])
  }

  @Test func `a document about which a damaged row leaves the filter open is kept and counted`() async throws {
    try await cache.put(["a", "b"].map { PushedDocument("Note.", as: $0, attributes: AttributeChange(adding: ["t"])) })
    try tree.execute("UPDATE documents SET attributes = '[' WHERE path = 'a'")
    let removal = try await cache.remove(where: .tag("t"))
    #expect(removal.documents.map(\.path) == ["b"] && removal.damagedCount == 1)
    #expect(try served() == [])
    #expect(try cache.documents().damagedCount == 1)
  }
}
