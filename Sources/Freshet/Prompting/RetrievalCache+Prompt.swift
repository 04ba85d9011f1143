public import FreshetCorpus

extension RetrievalCache {
  /// Returns text for a language model: the passages that match `question` best, each with the section around it, as
  /// many as fit into a budget of tokens.
  ///
  /// Equal texts are in the prompt once. A passage whose section doesn't fit comes alone.
  ///
  /// - Parameters:
  ///   - question: the text to search for.
  ///   - budget: the most tokens that the prompt's text may have, its marks and its last sentence included.
  ///   - mode: whether to search by meaning (vectors), by words, or by both.
  ///   - consistency: which changes of the sources the prompt must include.
  ///   - recall: the share of the nearest passages that the vector search must find.
  ///   - documents: the documents to search; nil for all.
  ///   - minimumScore: the least score of a passage.
  ///   - tokens: counts the tokens of a text as the language model does; by default, as the embedder does.
  /// - Throws: `FreshetError.budgetTooSmall` if the budget has no room for the last sentence; the errors of `retrieve`.
  /// - Complexity: that of `retrieve` with a limit of `budget / 20`, at least 10 and at most 400; each document in the
  ///   prompt is read once.
  public func prompt(
    for question: String, budget: Int, mode: SearchMode = .hybrid, consistency: Consistency = .any,
    recall: RecallTarget = .standard, among documents: Set<DocumentID>? = nil, minimumScore: Float = -1,
    counting tokens: (@Sendable (String) -> Int)? = nil
  ) async throws -> Prompt {
    try await prompt(
      for: question, budget: budget, mode: mode, consistency: consistency, recall: recall,
      in: documents.map(DocumentScope.these) ?? .everything, minimumScore: minimumScore, counting: tokens)
  }

  package func prompt(
    for question: String, budget: Int, mode: SearchMode, consistency: Consistency, recall: RecallTarget,
    in scope: DocumentScope, minimumScore: Float, counting tokens: (@Sendable (String) -> Int)? = nil
  ) async throws -> Prompt {
    let embedder = embedder
    let room = TokenBudget(
      limit: max(0, budget), count: try tokens ?? { [loaded = try embedder.loaded()] in loaded.tokenCount(of: $0) })
    let shape = AnswerShape(isDistinct: true, minimumScore: minimumScore, budget: room)
    let answer = try await retrieve(
      [question], limit: room.passages, mode: mode, consistency: consistency, recall: recall, in: scope, shape: shape)[
        0]
    return try Prompt(answer, within: room)
  }
}
