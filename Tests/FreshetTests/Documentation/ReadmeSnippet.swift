import Freshet

/// The README's code, so that it is compiled. `SnippetTests` compares the two texts.
enum ReadmeSnippet {
  static func run() async throws {
    let cache = try RetrievalCache.open(at: .beside("docs"), embedder: .miniLM())
    try await cache.reindex()
    let answer = try await cache.retrieve("who rings whom at night?", limit: 3)
    for hit in answer.hits {
      print(hit.document, hit.score, hit.certificate.freshness, hit.text)
    }
    if answer.hits.isEmpty, !answer.completeness.absenceIsReliable {
      print("not proof that there is nothing:", answer.completeness.reasons)
    }
  }
}
