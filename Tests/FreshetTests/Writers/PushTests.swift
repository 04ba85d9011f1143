import FreshetCorpus
import Foundation
import Freshet
import Testing

struct PushTests {
  private let tree: DocumentTree
  private let embedder = ObservedEmbedder()
  private let cache: RetrievalCache

  init() throws {
    tree = try DocumentTree()
    cache = try tree.cache(embedder)
  }

  @Test func `what was put is found as soon as the call returns, and gone as soon as it is removed`() async throws {
    let token = try await cache.put("The key hangs behind the door.", as: "notes/key", format: .plainText)
    let answer = try await cache.retrieve("where is the key")
    #expect(answer.token == token)
    #expect(answer.hits.map(\.document.description) == ["pushed:notes/key"])
    #expect(answer.hits.map(\.certificate.freshness) == [.fresh])
    #expect(answer.hits.map(\.certificate.verification.method) == [.pushed])
    let after = try await cache.remove("notes/key")
    #expect(after.sequence == token.sequence + 1)
    #expect(try await cache.retrieve("where is the key").hits == [])
  }

  @Test func `a put that can't be embedded leaves what was there`() async throws {
    let failing = ObservedEmbedder { texts, _ in
      if texts.contains(where: { $0.contains("poison") }) { throw EmbedderDown() }
    }
    let cache = try tree.cache(failing)
    try await cache.put("The old text.", as: "note")
    await #expect(throws: FreshetError.self) { try await cache.put("The poison.", as: "note") }
    #expect(try await cache.retrieve("text").hits.map(\.text) == ["The old text."])
  }

  @Test func `a name or a text with a NUL is refused, and nothing is stored`() async throws {
    try await cache.put("The old text.", as: "note")
    let (name, text) = (
      FreshetError.holdsNUL(DocumentID(source: DocumentID.pushed, path: "note\0s"), what: "name"),
      FreshetError.holdsNUL(DocumentID(source: DocumentID.pushed, path: "note"), what: "text")
    )
    await #expect(throws: name) { try await cache.put("Another text.", as: "note\0s") }
    await #expect(throws: text) { try await cache.put("The old \0 text.", as: "note") }
    await #expect(throws: name) { try await cache.remove("note\0s") }
    #expect(try await cache.get("note\0s") == nil)
    #expect(try await cache.served().map(\.text) == ["The old text."])
  }

  @Test func `metadata with any characters come back unchanged`() async throws {
    let odd = "\u{FFFE}\u{FFFF}\u{2028}\u{FEFF}\u{301}\"\\/\u{1}"
    try await cache.put("The old text.", as: odd, metadata: [odd: odd, "nul": "a\0b"])
    #expect(try await cache.get(odd)?.fields == [odd: odd, "nul": "a\0b"])
    #expect(try await cache.served().map(\.document.path) == [odd])
  }

  @Test(arguments: [
    "UPDATE chunks SET text = 'rotten' WHERE text LIKE '%old%'", "UPDATE placements SET headings = '{'",
    "UPDATE vectors SET components = zeroblob(1536)", "UPDATE documents SET chunker = 'freshet-cdc-1/40-100-254/4096'",
  ])
  func `a damaged or differently chunked pushed document is chunked again from its pushed text`(
    _ damage: String
  ) async throws {
    try tree.write("A file.\n", to: "a.md")
    try await cache.reindex()
    try await cache.put("---\ntitle: Note\n---\n\nThe old text.", as: "note", metadata: ["owner": "Ana"])
    let (sound, stored) = (try await cache.served(), try await cache.get("note"))
    try tree.execute(damage)
    let states = try await tree.cache(embedder).audit(verifyingBytes: true).verdicts.map(\.state)
    #expect(states.contains(.damaged) || states.contains(.drifted))
    try await tree.cache(embedder).reindex(readingEverything: !damage.contains("chunker"))
    #expect(try await tree.cache(embedder).audit(verifyingBytes: true).verdicts.map(\.state) == [.fresh, .fresh])
    #expect(try await cache.served() == sound)
    #expect(try await cache.get("note") == stored)
  }

  @Test(arguments: [
    "UPDATE chunks SET text = 'rotten' WHERE text LIKE '%old%'", "UPDATE placements SET headings = '{'",
    "UPDATE versions SET metadata = '['", "UPDATE documents SET bytes = 'many', siblings = 'two'",
  ])
  func `versions side by side are each chunked again from their own text`(_ damage: String) async throws {
    try tree.write("A file.\n", to: "a.md")
    try await cache.reindex()
    try await cache.put("The old text.", as: "note", context: CausalContext())
    try await cache.put("The other text.", as: "note", context: CausalContext())
    let (sound, stored) = (try await cache.served(), try #require(try await cache.get("note")))
    #expect(stored.isConflicted)
    try tree.execute(damage)
    try await tree.cache(embedder).reindex(readingEverything: true)
    #expect(try await tree.cache(embedder).audit(verifyingBytes: true).verdicts.map(\.state) == [.fresh, .conflicted])
    #expect(try await cache.served() == sound)
    #expect(try await cache.get("note") == stored)
  }

  /// Versions before format 5 stored the whole text, but its passage only up to the NUL.
  @Test func `a text with a NUL from an older version is served with a blank in place of the NUL`() async throws {
    try tree.write("A file.\n", to: "a.md")
    try await cache.reindex()
    try await cache.put("The old text.", as: "note")
    let text = Array("The old\0text.".utf8)
    let (old, hex) = (Revision(hashing: text).fingerprint.hex, text.map { String(format: "%02x", $0) }.joined())
    try tree.execute("UPDATE blobs SET bytes = x'\(hex)', revision = x'\(old)'")
    try tree.execute("UPDATE documents SET revision = x'\(old)' WHERE path = 'note'")
    try tree.execute(
      "UPDATE versions SET revision = x'\(old)' WHERE document = (SELECT id FROM documents WHERE path = 'note')")
    try tree.execute("UPDATE chunks SET text = 'The old' WHERE text LIKE 'The old%'")
    #expect(try await tree.cache(embedder).audit(verifyingBytes: true).verdicts.map(\.state) == [.fresh, .damaged])
    try await tree.cache(embedder).reindex(readingEverything: true)
    #expect(try await tree.cache(embedder).audit(verifyingBytes: true).verdicts.map(\.state) == [.fresh, .fresh])
    #expect(try await tree.cache(embedder).retrieve("old text", mode: .lexical).hits.map(\.text) == ["The old text."])
  }

  @Test func `putting the same text again costs no embedding`() async throws {
    try await cache.put("The old text.", as: "note")
    embedder.forget()
    try await cache.put("The old text.", as: "note")
    try await cache.put("The old text.", as: "other")
    #expect(embedder.embedded == [])
  }

  @Test func `files and pushed documents live side by side, and a reindex leaves the pushed ones alone`() async throws {
    try tree.write("# A file\n\nText of the file.\n", to: "note")
    try await cache.put("Text that was pushed.", as: "note")
    try await cache.reindex()
    #expect(try await cache.served().map(\.document.description) == ["note", "pushed:note"])
    try tree.remove("note")
    try await cache.reindex()
    #expect(try await cache.served().map(\.document.description) == ["pushed:note"])
  }
}

extension PushTests {
  @Test func `many writers of one process wait for each other, and none is refused or lost`() async throws {
    let cache = try DocumentTree().cache()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in 0..<20 {
        group.addTask { try await cache.put("Text number \(index).", as: "note \(index)") }
      }
      try await group.waitForAll()
    }
    #expect(try await cache.served().count == 20)
    #expect(try await cache.status().token.sequence == 20)
  }
}
