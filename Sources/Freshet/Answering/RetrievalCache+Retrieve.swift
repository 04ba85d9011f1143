public import FreshetCorpus

extension RetrievalCache {
  /// The `limit` passages that answer `question` best. If a passage stands at several places, each place counts as a
  /// hit.
  ///
  /// - Parameters:
  ///   - question: the text to look for.
  ///   - limit: how many hits to return at most.
  ///   - mode: by meaning and words, or by one of them.
  ///   - consistency: how much the answer must see.
  ///   - recall: the share of the nearest passages that the search by vector must find: see `RecallTarget`. The answer
  ///     states the share that it reached.
  ///   - documents: the documents to search; nil for all. The recall then refers to these documents.
  /// - Precondition: a share that `recall` asks for is above 0 and at most 1.
  /// - Throws: `FreshetError.otherSpace`, `.emptyStore`; `.consistencyNotMet` or `.tokenFromAnotherHistory` if the
  ///   cache can't keep `consistency`. The answer leaves out damaged passages, and `completeness` says so.
  /// - Complexity: one embedding of the question, and then for n passages of d components: O(n · d / 8) bytes read by
  ///   the exact index, about the square root of n by the approximate one, O(m) for the m passages of `documents`. A
  ///   search by words alone embeds nothing and costs what SQLite's FTS5 costs. The first call makes the index, and so
  ///   does the first one after the history was rolled back: O(n · d), or about n to the power 3/2 for the approximate
  ///   one.
  public func retrieve(
    _ question: String, limit: Int = 10, mode: SearchMode = .hybrid, consistency: Consistency = .any,
    recall: RecallTarget = .standard, among documents: Set<DocumentID>? = nil
  ) async throws -> Answer {
    try await retrieve(
      [question], limit: limit, mode: mode, consistency: consistency, recall: recall, among: documents)[0]
  }

  /// Answers many questions in one batch, each as `retrieve` answers one. The answers share one state of the store.
  public func retrieve(
    _ questions: [String], limit: Int = 10, mode: SearchMode = .hybrid, consistency: Consistency = .any,
    recall: RecallTarget = .standard, among documents: Set<DocumentID>? = nil
  ) async throws -> [Answer] {
    try await retrieve(
      questions, limit: limit, mode: mode, consistency: consistency, recall: recall,
      in: documents.map(DocumentScope.these) ?? .everything)
  }

  package func retrieve(
    _ questions: [String], limit: Int, mode: SearchMode, consistency: Consistency, recall: RecallTarget,
    in scope: DocumentScope
  ) async throws -> [Answer] {
    let order = SearchOrder(limit: limit, recall: recall, scope: scope)
    let began = ContinuousClock.now
    let answers = try await answerer.answers(to: questions, mode, order, keeping: consistency)
    keepers.tellAsked(answers.flatMap { $0.hits.map(\.document) })
    remember(answers)
    metrics.count(answers, mode, took: ContinuousClock.now - began)
    return answers
  }

  /// The best documents for each question. A document scores as its best passage; ties are in order of document.
  ///
  /// - Parameters: as of `retrieve`.
  public func rankDocuments(
    for questions: [String], limit: Int, mode: SearchMode = .hybrid, recall: RecallTarget = .standard,
    among documents: Set<DocumentID>? = nil
  ) async throws -> [[(document: DocumentID, score: Float)]] {
    let order = SearchOrder(
      limit: limit, recall: recall, scope: documents.map(DocumentScope.these) ?? .everything)
    return try await answerer.ranking(for: questions, mode, order)
  }

  nonisolated var answerer: Answerer { Answerer(environment: environment, index: index, past: past) }
}
