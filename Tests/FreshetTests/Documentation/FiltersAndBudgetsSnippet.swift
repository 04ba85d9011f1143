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

  static func ask(
    _ question: String, of cache: RetrievalCache, model: (String) async throws -> String
  ) async throws -> String {
    let prompt = try await cache.prompt(for: question, budget: 2_000)
    return try await model("Answer from this text only, and cite its marks.\n\n\(prompt.text)\n\n\(question)")
  }

  static func freshSections(for question: String, from cache: RetrievalCache) async throws -> [ExpandedText] {
    let answer = try await cache.retrieve(question, expand: .section(upTo: 300), distinct: true)
    return answer.hits.compactMap(\.expansion).filter { $0.freshness == .fresh }
  }
}
