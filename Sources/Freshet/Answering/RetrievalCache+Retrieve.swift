public import FreshetCorpus

extension RetrievalCache {
  /// Returns the `limit` passages that match `question` best. If a passage occurs several times in the documents, each
  /// occurrence counts as a hit.
  ///
  /// - Parameters:
  ///   - question: the text to search for.
  ///   - limit: the maximum number of hits.
  ///   - mode: whether to search by meaning (vectors), by words, or by both.
  ///   - consistency: which changes of the sources the answer must include.
  ///   - recall: the share of the nearest passages that the vector search must find; see `RecallTarget`. The answer's
  ///     `completeness` states the estimated share that was found.
  ///   - documents: the documents to search; nil for all. If given, `recall` refers to the passages of these documents.
  ///   - filter: a condition on the documents to search; nil for none. It is resolved in the state of the store that the
  ///     answer shows, before the ranking; `recall` refers to the passages of the documents that it admits. With
  ///     `documents`, both apply.
  ///   - expansion: how much text around each passage the hits have. Hits whose expansions overlap become one hit, so
  ///     the answer may have fewer than `limit` hits.
  ///   - distinct: whether equal texts become one hit, at the place with the best evidence. Its
  ///     ``Hit/otherPlaces`` has the evidence for the others.
  ///   - minimumScore: the least score of a hit.
  /// - Precondition: if `recall` is a share, it is greater than 0 and at most 1.
  /// - Throws: `FreshetError.otherSpace` if the store was indexed with another embedder; `.emptyStore` if nothing is
  ///   indexed; `.consistencyNotMet` or `.tokenFromAnotherHistory` if the cache can't give `consistency`; the errors of
  ///   `reindex` if `consistency` requires a scan; the embedder's errors; `StorageError`. Damaged passages don't throw:
  ///   the answer leaves them out, and its `completeness` says so. So it does with a document whose damaged fields or tags
  ///   the filter asks for.
  /// - Complexity: one embedding of the question, then a search over n passages with vectors of d components. The exact
  ///   index reads O(n · d / 8) bytes, the approximate index compares about √n vectors, and a search restricted to
  ///   `documents` with m passages compares O(m) vectors. A search by words alone embeds nothing and costs as much as
  ///   SQLite's FTS5. A filter reads the names, and if it
  ///   asks for them the fields and tags, of all documents. The first call opens the saved index. If there is none, or if it can't be used, the call
  ///   reads all vectors, which costs O(n · d); maintenance then builds the index in the background.
  public func retrieve(
    _ question: String, limit: Int = 10, mode: SearchMode = .hybrid, consistency: Consistency = .any,
    recall: RecallTarget = .standard, among documents: Set<DocumentID>? = nil, where filter: DocumentFilter? = nil,
    expand expansion: Expansion = .passage, distinct: Bool = false, minimumScore: Float = -1
  ) async throws -> Answer {
    try await retrieve(
      [question], limit: limit, mode: mode, consistency: consistency, recall: recall, among: documents, where: filter,
      expand: expansion, distinct: distinct, minimumScore: minimumScore)[0]
  }

  /// Returns an answer to each question, in the order of `questions`, with at most `limit` hits each. All answers show
  /// the same state of the store. The questions are embedded in one batch. The parameters and errors are those of
  /// `retrieve` for a single question.
  public func retrieve(
    _ questions: [String], limit: Int = 10, mode: SearchMode = .hybrid, consistency: Consistency = .any,
    recall: RecallTarget = .standard, among documents: Set<DocumentID>? = nil, where filter: DocumentFilter? = nil,
    expand expansion: Expansion = .passage, distinct: Bool = false, minimumScore: Float = -1
  ) async throws -> [Answer] {
    let shape = AnswerShape(expansion: expansion, isDistinct: distinct, minimumScore: minimumScore)
    let scope = DocumentScope(among: documents, where: filter)
    return try await answers(
      to: questions, mode, SearchOrder(limit: limit, recall: recall, scope: scope, shape: shape),
      keeping: consistency)
  }

  func answers(
    to questions: [String], _ mode: SearchMode, _ order: SearchOrder, keeping consistency: Consistency
  ) async throws -> [Answer] {
    let began = ContinuousClock.now
    let answers = try await answerer.answers(to: questions, mode, order, keeping: consistency)
    keepers.tellAsked(answers.flatMap { $0.hits.map(\.document) })
    remember(answers)
    metrics.count(answers, mode, took: ContinuousClock.now - began)
    return answers
  }

  /// Returns the `limit` best documents for each question, best first. A document's score is that of its best passage;
  /// documents with equal scores are sorted by document.
  ///
  /// - Parameters:
  ///   - questions: the texts to search for.
  ///   - limit: the maximum number of documents for each question.
  ///   - mode: whether to search by meaning (vectors), by words, or by both.
  ///   - recall: the share of the nearest passages that the vector search must find; see `RecallTarget`.
  ///   - documents: the documents to search; nil for all.
  ///   - filter: a condition on the documents to search; nil for none. With `documents`, both apply.
  /// - Throws: `FreshetError.otherSpace` if the store was indexed with another embedder; `.emptyStore` if nothing is
  ///   indexed; the embedder's errors; `StorageError`.
  public func rankDocuments(
    for questions: [String], limit: Int, mode: SearchMode = .hybrid, recall: RecallTarget = .standard,
    among documents: Set<DocumentID>? = nil, where filter: DocumentFilter? = nil
  ) async throws -> [[(document: DocumentID, score: Float)]] {
    let order = SearchOrder(limit: limit, recall: recall, scope: DocumentScope(among: documents, where: filter))
    return try await answerer.ranking(for: questions, mode, order)
  }

  nonisolated var answerer: Answerer { Answerer(environment: environment, index: index, past: past) }
}
