public import FreshetCorpus

extension RetrievalCache {
  /// The `limit` passages that answer `question` best, each place of a passage that stands in several counted by itself.
  ///
  /// - Parameters:
  ///   - question: the text to look for.
  ///   - limit: how many hits to return at most.
  ///   - mode: by meaning and words, or by one of them.
  ///   - consistency: how much the answer must see.
  ///   - recall: how much of the truth the search by vector must find: see `RecallTarget`. The answer says what was reached.
  ///   - documents: where the passages must stand; nil for anywhere. The promise of recall is about these then.
  /// - Precondition: a recall that is asked for is above 0 and at most 1.
  /// - Throws: `FreshetError.otherSpace`, `.emptyStore`; `.consistencyNotMet` or `.tokenFromAnotherHistory` where
  /// `consistency` can't be promised. Damaged passages are left out, and `completeness` says so.
  /// - Complexity: after one embedding of the question O(n · d / 8) bytes read for n passages of d components by the exact
  ///   index, about the square root of n by the approximate one, and O(m) for the m passages of `documents`; by words alone that
  ///   of SQLite's FTS5, and no embedding. The first call, and one after the history was rolled back, makes the index: O(n · d),
  ///   for the approximate one about n to the power 3/2.
  public func retrieve(
    _ question: String, limit: Int = 10, mode: SearchMode = .hybrid, consistency: Consistency = .any,
    recall: RecallTarget = .standard, among documents: Set<DocumentID>? = nil
  ) async throws -> Answer {
    try await retrieve(
      [question], limit: limit, mode: mode, consistency: consistency, recall: recall, among: documents)[0]
  }

  /// The same for many questions in one batch; the answers share one state of the store.
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

  /// The documents nearest to each question, a document scoring as its best passage; ties by document.
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
