import Foundation
import Freshet
import Testing

/// The articles' code does what the articles say.
@Suite struct ArticleTests {
  @Test func `a note that was just written is in its writer's next answer`() async throws {
    let answer = try await ConsistencyOfAnswersSnippet.answerAfterWriting(
      "The gate opens at six.", in: DocumentTree().cache())
    #expect(answer.hits.map(\.text) == ["The gate opens at six."])
  }

  @Test func `a bound that nobody keeps is followed by a barrier`() async throws {
    let tree = try DocumentTree()
    try tree.write("The gate opens at six.", to: "gate.md")
    let cache = try tree.cache()
    try await cache.reindex()
    tree.advance(bySeconds: 60)
    let answer = try await ConsistencyOfAnswersSnippet.freshAnswer(to: "gate", from: cache)
    #expect(answer.hits.map(\.text) == ["The gate opens at six."])
  }

  @Test func `each source has the policy that it was given`() {
    let sources = PoliciesSnippet.sources(handbook: "/srv/handbook", archive: "/srv/archive")
    #expect(sources.map(\.coherence.name) == ["write-behind", "refresh-ahead"])
  }

  @Test func `a program's pages are found through an embedder of its own`() async throws {
    let embedder = CustomEmbeddersSnippet.RemoteEmbedder { texts in texts.map { [Float($0.utf8.count), 1, 0] } }
    let cache = try DocumentTree().cache(embedder)
    try await CustomEmbeddersSnippet.mirror(["gate": "The gate opens at six."], into: cache)
    #expect(try await cache.retrieve("gate").hits.map(\.document.path) == ["gate"])
  }

  @Test func `a filter admits some documents, and a prompt has the best passages`() async throws {
    let tree = try DocumentTree()
    for name in ["gate", "quay"] { try tree.write("The \(name) opens at six.", to: "\(name).md") }
    let cache = try tree.cache()
    try await cache.reindex()
    let answer = try await FiltersAndBudgetsSnippet.search("what opens at six?", in: ["quay.md"], of: cache)
    #expect(answer.hits.map(\.document.path) == ["quay.md"])
    let asked = try await FiltersAndBudgetsSnippet.ask("what opens at six?", of: cache) { $0 }
    #expect(asked.contains("[1] line 1\nThe ") && asked.hasSuffix("what opens at six?"))
    let sections = try await FiltersAndBudgetsSnippet.freshSections(for: "what opens at six?", from: cache)
    #expect(Set(sections.map(\.text)) == ["The gate opens at six.", "The quay opens at six."])
  }

  @Test func `a property admits documents, and drafts are replaced`() async throws {
    let tree = try DocumentTree()
    for name in ["ops/gate", "docs/gate"] {
      try tree.write("---\nstatus: final\ntags: on-call\n---\n\nThe gate opens at six.", to: "\(name).md")
    }
    let cache = try tree.cache()
    try await cache.reindex()
    let answer = try await FiltersAndBudgetsSnippet.onCall("what opens at six?", of: cache)
    #expect(Set(answer.hits.map(\.document.path)) == ["ops/gate.md"])
    try await cache.put("A draft.", as: "old", metadata: ["status": "draft"])
    let removed = try await FiltersAndBudgetsSnippet.replaceDrafts(
      with: [PushedDocument("A note.", as: "new")], in: cache)
    #expect(removed == [DocumentID(source: DocumentID.pushed, path: "old")])
    #expect(try cache.documents(where: .source(DocumentID.pushed)).map(\.id.path) == ["new"])
  }
}
