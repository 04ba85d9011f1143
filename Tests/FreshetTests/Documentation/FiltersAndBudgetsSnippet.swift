import FreshetCorpus
import Freshet

/// The code of FiltersAndBudgets.md, so that it is compiled and run. `SnippetTests` compares the two texts.
enum FiltersAndBudgetsSnippet {
  static func search(_ question: String, in paths: [String], of cache: RetrievalCache) async throws -> Answer {
    let documents = Set(paths.map { DocumentID(path: $0) })
    return try await cache.retrieve(question, limit: 5, recall: .exact, among: documents)
  }

  static func onCall(_ question: String, of cache: RetrievalCache) async throws -> Answer {
    let filter: DocumentFilter = .field("status", .equals("final")) && .tag("on-call") && .path("ops/**")
    return try await cache.retrieve(question, limit: 5, where: filter)
  }

  static func replaceDrafts(with notes: [PushedDocument], in cache: RetrievalCache) async throws -> [DocumentID] {
    let drafts = try DocumentFilter(parsing: "source = pushed and status = draft")
    for draft in try cache.documents(where: drafts) { print(draft.id, draft.tags) }
    let removal = try await cache.remove(where: drafts)
    try await cache.put(notes)
    return removal.documents
  }

  static func freshPassages(
    for question: String, bytes budget: Int, from cache: RetrievalCache
  ) async throws -> [Hit] {
    let fresh = try await cache.retrieve(question, limit: 50).hits.filter { $0.certificate.freshness == .fresh }
    var left = budget
    return Array(
      fresh.prefix { hit in
        left -= hit.text.utf8.count
        return left >= 0
      })
  }
}
