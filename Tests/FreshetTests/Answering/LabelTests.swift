import FreshetCorpus
import Freshet
import Testing

/// The titles, fields and tags of documents in answers.
struct LabelTests {
  private let tree: DocumentTree
  private let cache: RetrievalCache

  init() throws {
    tree = try DocumentTree()
    cache = try tree.cache()
  }

  @Test func `a hit has the title, fields and tags of its document`() async throws {
    try tree.write("---\ntitle: Tides\nowner: Ann\ntags: [ops, \"#night\"]\n---\n\nThe walrus sleeps.\n", to: "a.md")
    try tree.write("The walrus eats.\n", to: "b.txt")
    try await cache.put(
      "# Walrus\n\nIt swims.", as: "c", metadata: ["status": "final"], tags: ["sea"])
    try await cache.reindex()
    let hits = try await cache.retrieve("walrus sleeps eats swims", limit: 10).hits
    func labels(_ path: String) -> DocumentLabels? { hits.first { $0.document.path == path }?.labels }
    #expect(
      labels("a.md")
        == DocumentLabels(
          title: "Tides", fields: ["title": "Tides", "owner": "Ann", "tags": "ops, #night"], tags: ["ops", "night"]))
    #expect(labels("b.txt") == DocumentLabels.none)
    #expect(labels("c") == DocumentLabels(title: "Walrus", fields: ["status": "final"], tags: ["sea"]))
  }

  @Test func `another title is shown at once and embeds nothing`() async throws {
    let embedder = ObservedEmbedder()
    let cache = try tree.cache(embedder)
    try await cache.put("The walrus sleeps.", as: "c", metadata: ["status": "draft"])
    embedder.forget()
    try await cache.put("The walrus sleeps.", as: "c", metadata: ["status": "final"])
    let hit = try #require(await cache.retrieve("walrus", limit: 1).hits.first)
    #expect(hit.labels.fields == ["status": "final"])
    #expect(embedder.embedded == [])
  }
}
