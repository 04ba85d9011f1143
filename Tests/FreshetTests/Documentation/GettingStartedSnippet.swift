import Freshet

/// The code of GettingStarted.md, so that it is compiled. `SnippetTests` compares the two texts.
enum GettingStartedSnippet {
  static func firstAnswer() async throws {
    let cache = try RetrievalCache.open(at: .beside("docs"), embedder: .miniLM())
    try await cache.reindex()
    let answer = try await cache.retrieve("who rings whom at night?", limit: 3)
    for hit in answer.hits {
      print(hit.document, hit.score, hit.certificate.freshness, hit.text)
    }
  }

  static func serve(_ questions: AsyncStream<String>, from cache: RetrievalCache) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await cache.run() }
      for await question in questions {
        let answer = try await cache.retrieve(question, consistency: .barrier(timeout: .seconds(30)))
        print(answer.hits.first?.text ?? "nothing found")
      }
      group.cancelAll()
    }
  }
}
