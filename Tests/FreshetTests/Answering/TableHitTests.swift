import FreshetCorpus
import Freshet
import Testing

/// The columns of a table, and opaque payload, as answers show them.
struct TableHitTests {
  private let tree: DocumentTree
  private let embedder = ObservedEmbedder()
  private let cache: RetrievalCache

  init() throws {
    tree = try DocumentTree()
    cache = try tree.cache(embedder)
  }

  private static func table(_ header: String) -> String {
    "\(header)\n" + (0..<300).map { "P\($0),Harbour \($0),\($0).5\n" }.joined()
  }

  @Test func `the columns travel with a hit, its expansion and a prompt`() async throws {
    try tree.write(Self.table("code,port,draft_m"), to: "ports.csv")
    try await cache.reindex()
    let columns = ["code", "port", "draft_m"]
    let hit = try #require(await cache.retrieve("P211", limit: 1, mode: .lexical, expand: .neighbours(1)).hits.first)
    #expect(hit.columns == columns)
    #expect(hit.expansion?.columns == columns)
    #expect(!hit.text.contains("draft_m"))
    let prompt = try await cache.prompt(for: "P211", budget: 600)
    #expect(prompt.text.contains("columns: code | port | draft_m"))
    let first = try #require(await cache.retrieve("P3", limit: 1, mode: .lexical).hits.first)
    #expect(first.columns == [] && first.text.hasPrefix("code,port,draft_m"))
  }

  @Test func `another header embeds one passage again, and all hits have the new columns`() async throws {
    try tree.write(Self.table("code,port,draft_m"), to: "ports.csv")
    try await cache.reindex()
    embedder.forget()
    try tree.write(Self.table("code,port,depth_m"), to: "ports.csv")
    try await cache.reindex()
    #expect(embedder.embedded.count == 1)
    let hit = try #require(await cache.retrieve("P211", limit: 1, mode: .lexical).hits.first)
    #expect(hit.columns == ["code", "port", "depth_m"])
  }

  @Test func `columns survive an exchange and a look into the past`() async throws {
    try await cache.put(Self.table("code,port,draft_m"), as: "ports.csv", format: .sourceCode)
    let other = try DocumentTree()
    let peer = try other.cache(ObservedEmbedder())
    _ = try await peer.sync(with: cache)
    #expect(
      try await peer.retrieve("P211", limit: 1, mode: .lexical).hits.first?.columns == ["code", "port", "draft_m"])
    let token = try await cache.retrieve("P211").token
    try await cache.put("Gone.", as: "ports.csv")
    let past = try await cache.state(at: token)
    #expect(
      try await past.retrieve("P211", limit: 1, mode: .lexical).hits.first?.columns == ["code", "port", "draft_m"])
  }

  @Test func `opaque payload is counted, and no expansion spans it`() async throws {
    let payload = String(repeating: "iVBORw0KGgo9aB3xQ7", count: 80)
    try tree.write(
      "# Tide\n\nThe gauge hangs left.\n\n![](data:image/png;base64,\(payload))\n\nThe lamp hangs right.\n", to: "a.md")
    try tree.write("# Pump\n\nIt runs.\n", to: "b.md")
    try await cache.reindex()
    let answer = try await cache.retrieve("gauge", limit: 1, mode: .lexical, expand: .neighbours(3))
    #expect(answer.completeness.opaque.documents == 1)
    #expect((payload.utf8.count..<payload.utf8.count + 80).contains(answer.completeness.opaque.bytes))
    #expect(answer.completeness.absenceIsReliable || !answer.completeness.reasons.isEmpty)
    #expect(answer.hits.first?.expansion?.text == "# Tide\n\nThe gauge hangs left.")
    let prompt = try await cache.prompt(for: "gauge lamp", budget: 500)
    #expect(prompt.text.contains("gauge") && prompt.text.contains("lamp") && !prompt.text.contains("iVBOR"))
    try tree.remove("a.md")
    try await cache.reindex()
    #expect(try await cache.retrieve("gauge").completeness.opaque == OpaqueCount.none)
  }
}
