import Corpus
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
