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

  @Test(arguments: [SearchMode.lexical, .hybrid])
  func `a document is found by its name, title, tags and headings, and a rename embeds nothing`(
    mode: SearchMode
  ) async throws {
    let embedder = ObservedEmbedder()
    let cache = try tree.cache(embedder)
    for number in 0..<6 { try tree.write("Weather report \(number).\n", to: "\(number).md") }
    let text = "---\ntitle: Night shift\ntags: [harbour]\n---\n\n# Pumps\n\n## Overflow\n\nIt runs.\n"
    try tree.write(text, to: "duty/lock-keeper.md")
    try await cache.reindex()
    embedder.forget()
    func first(_ question: String) async throws -> String? {
      try await cache.retrieve(question, limit: 1, mode: mode).hits.first?.document.path
    }
    for question in ["lock-keeper", "lock keeper duty", "night shift", "harbour", "overflow"] {
      #expect(try await first(question) == "duty/lock-keeper.md", "\(question)")
    }
    try tree.move("duty/lock-keeper.md", to: "duty/sluice-warden.md")
    try await cache.reindex()
    #expect(embedder.embedded == [])
    #expect(try await first("sluice warden") == "duty/sluice-warden.md")
    #expect(try await cache.retrieve("keeper", mode: .lexical).hits.isEmpty)
  }
}
