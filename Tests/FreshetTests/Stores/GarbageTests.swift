import FreshetCorpus
import Freshet
import Testing

struct GarbageTests {
  private let tree: DocumentTree
  private let embedder = ObservedEmbedder()
  private let cache: RetrievalCache
  private static let day: Int64 = 86_400

  init() throws {
    tree = try DocumentTree()
    cache = try tree.cache(embedder)
  }

  @Test func `a text that comes back within the retention costs no embedding, and after it one`() async throws {
    try await cache.put("The old text.", as: "note")
    try await cache.put("The new text.", as: "note")
    tree.advance(bySeconds: 29 * Self.day)
    #expect(try await cache.collectGarbage().versions == 0)
    embedder.forget()
    try await cache.put("The old text.", as: "note")
    #expect(embedder.embedded == [])
    tree.advance(bySeconds: 31 * Self.day)
    let freed = try await cache.collectGarbage()
    #expect(freed.versions == 2 && freed.passages == 1 && freed.vectors == 1 && freed.blobs == 1)
    try await cache.put("The new text.", as: "note")
    #expect(embedder.embedded == ["The new text."])
  }

  @Test func `what is served and found is the same after as before`() async throws {
    for round in 0..<3 {
      for number in 0..<12 {
        try tree.write(
          "# Document \(number)\n\nPump \(number % 5) of round \(round * number % 7).\n", to: "\(number).md")
        try await cache.put("Note \(number) on pump \(round).", as: "n\(number)")
      }
      try await cache.reindex()
    }
    for number in 0..<4 { try tree.remove("\(number).md") }
    try await cache.reindex()
    let before = (try await cache.served(), try await answers())
    let told = try await cache.collectGarbage(history: .zero, grace: .zero, isRehearsal: true)
    let freed = try await cache.collectGarbage(history: .zero, grace: .zero)
    #expect(freed.versions > 0 && freed.documents == 4 && freed.passages > 0)
    #expect((told.versions, told.passages, told.freedBytes) == (freed.versions, freed.passages, freed.freedBytes))
    #expect(try await cache.served() == before.0)
    #expect(try await answers() == before.1)
    #expect(try await cache.collectGarbage(history: .zero, grace: .zero).passages == 0)
    try await cache.compact()
    #expect(try await tree.cache(embedder).served() == before.0)
  }

  private struct Answers: Equatable {
    let near: [[FoundLine]]
    let words: [Set<DocumentID>]
  }

  /// Words weigh otherwise once fewer passages are counted: of a search by words it is what is found that stays.
  private func answers() async throws -> Answers {
    let questions = ["pump 1", "document round", "note on pump 2"]
    return Answers(
      near: try await cache.retrieve(questions, limit: 50, mode: .vector, recall: .exact).map(\.found),
      words: try await cache.retrieve(questions, limit: 50, mode: .lexical).map { Set($0.hits.map(\.document)) })
  }
}
