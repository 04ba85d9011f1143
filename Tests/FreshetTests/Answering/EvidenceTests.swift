import FreshetCorpus
import Foundation
import Freshet
import Testing

/// Certificates: what an answer says of the source must be so when it says it.
struct EvidenceTests {
  private let tree: DocumentTree
  private let cache: RetrievalCache

  init() throws {
    tree = try DocumentTree()
    cache = try tree.cache()
    try tree.write("# Pumps\n\nThe pumps start at four metres.\n", to: "pumps.md")
    try tree.write("# Gates\n\nThe gates close at five metres.\n", to: "gates.md")
  }

  private func states(_ consistency: Consistency = .any) async throws -> [String: String] {
    let hits = try await cache.retrieve("metres", consistency: consistency).hits
    return Dictionary(uniqueKeysWithValues: hits.map { ($0.document.path, $0.certificate.freshness.name) })
  }

  @Test func `an untouched document is certified by its stamp, a touched one by its bytes`() async throws {
    try await cache.reindex()
    let untouched = try await cache.retrieve("pumps").hits
    #expect(untouched.map(\.certificate.freshness) == [.fresh, .fresh])
    #expect(untouched.map(\.certificate.verification.method) == [.stat, .stat])
    try tree.write(tree.read("pumps.md"), to: "pumps.md")
    let touched = try await cache.retrieve("pumps").hits
    #expect(touched.map(\.certificate.freshness) == [.fresh, .fresh])
    #expect(touched.map(\.certificate.verification.method) == [.contentHash, .stat])
  }

  @Test func `a changed document's hit says that it is stale, a deleted one's that it is orphaned`() async throws {
    try await cache.reindex()
    try tree.write("# Pumps\n\nThe pumps start at nine metres.\n", to: "pumps.md")
    try tree.remove("gates.md")
    #expect(try await states() == ["pumps.md": "stale", "gates.md": "orphaned"])
  }

  @Test func `strict indexes every change first, and certifies by bytes`() async throws {
    try await cache.reindex()
    try tree.write("# Pumps\n\nThe pumps start at nine metres.\n", to: "pumps.md")
    try tree.remove("gates.md")
    let answer = try await cache.retrieve("metres", consistency: .strict(timeout: .seconds(60)))
    #expect(answer.hits.map(\.document.path) == ["pumps.md"])
    #expect(answer.hits.map(\.certificate.verification.method) == [.contentHash])
    #expect(answer.hits.first?.text.contains("nine metres") == true)
  }

  @Test func `strict is refused where a document can't be indexed`() async throws {
    let failing = ObservedEmbedder { texts, _ in
      if texts.contains(where: { $0.contains("poison") }) { throw EmbedderDown() }
    }
    let cache = try tree.cache(failing, .writeThrough)
    try await cache.reindex()
    try tree.write("poison", to: "pumps.md")
    await #expect(throws: FreshetError.self) {
      try await cache.retrieve("metres", mode: .vector, consistency: .strict(timeout: .seconds(60)))
    }
    #expect(try await cache.retrieve("metres", mode: .vector).hits.count == 2)
  }

  @Test func `a certificate can be falsified: its range of the source is its text`() async throws {
    try tree.write("# Ä\r\n\r\nErste Zeile.  \r\nZweite Zeile.\r\n\r\n## B\r\n\r\nDrei.\r\n", to: "de.md")
    try await cache.reindex()
    for hit in try await cache.retrieve("Zeile", limit: 20).hits {
      let bytes = try tree.read(hit.document.path)[hit.certificate.bytes]
      #expect(NormalizedText(normalizing: bytes).string == hit.text)
      #expect(ContentAddress(hashing: NormalizedText(normalizing: bytes)) == hit.certificate.address)
      #expect(Revision(hashing: try tree.read(hit.document.path)) == hit.certificate.revision)
    }
  }

  @Test func `a passage in several documents is a hit in each, in their order`() async throws {
    let text = try tree.read("pumps.md")
    for name in ["c.md", "a.md", "b.md"] { try tree.write(text, to: name) }
    try await cache.reindex()
    let hits = try await cache.retrieve("pumps start", limit: 3).hits
    #expect(hits.map(\.document.path) == ["a.md", "b.md", "c.md"])
    #expect(Set(hits.map(\.certificate.address)).count == 1)
  }

  @Test func `another cache's commits are seen without opening anew, and a store that was exchanged too`() async throws
  {
    try await cache.reindex()
    _ = try await cache.retrieve("pumps")
    let other = try tree.cache()
    try tree.write("# Lamps\n\nThe lamps are green.\n", to: "lamps.md")
    try tree.remove("pumps.md")
    try await other.reindex()
    let one = try await cache.retrieve("lamps", limit: 5)
    let two = try await other.retrieve("lamps", limit: 5)
    #expect(one.hits.map(\.document) == two.hits.map(\.document))
    #expect(one.token == two.token && one.hits.map(\.document.path) == ["lamps.md", "gates.md"])
  }

  @Test func `a passage that left takes no place among the nearest`() async throws {
    try await cache.reindex()
    #expect(
      try await cache.retrieve("The pumps start at four metres.", limit: 1).hits.map(\.document.path) == ["pumps.md"])
    try tree.write("# Lamps\n\nThe lamps are green.\n", to: "pumps.md")
    try await cache.reindex()
    #expect(try await cache.retrieve("The pumps start at four metres.", limit: 1).hits.count == 1)
  }

  @Test func `an empty answer over a corpus with gaps says why it proves nothing`() async throws {
    try tree.remove("pumps.md")
    try tree.remove("gates.md")
    try tree.write([0xC3, 0x28], to: "latin.txt")
    try await cache.reindex()
    let answer = try await cache.retrieve("pumps")
    #expect(answer.hits == [])
    #expect(!answer.completeness.absenceIsReliable)
    #expect(
      answer.completeness.reasons == [
        "1 entry was skipped as undecodable (1 not UTF-8)", "the hashing embedder compares words, not meaning",
      ])
  }

  @Test func `a store that is empty says so`() async throws {
    await #expect(throws: FreshetError.self) { try await cache.retrieve("pumps") }
  }
}
