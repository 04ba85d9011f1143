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
  ///   - filter: a condition on the documents to search; nil for none. With `documents`, both apply.
  ///   - minimumScore: the least score of a passage.
  ///   - tokens: counts the tokens of a text as the language model does; by default, as the embedder does.
  /// - Throws: `FreshetError.budgetTooSmall` if the budget has no room for any of the passages and the last sentence; the
  ///   errors of `retrieve`.
  /// - Complexity: that of `retrieve` with a limit of `budget / 20`, at least 10 and at most 400; each document in the
  ///   prompt is read once.
  public func prompt(
    for question: String, budget: Int, mode: SearchMode = .hybrid, consistency: Consistency = .any,
    recall: RecallTarget = .standard, among documents: Set<DocumentID>? = nil, where filter: DocumentFilter? = nil,
    minimumScore: Float = -1, counting tokens: (@Sendable (String) -> Int)? = nil
  ) async throws -> Prompt {
    let room = TokenBudget(limit: max(0, budget), count: try tokens ?? tokenCounter())
    let shape = AnswerShape(isDistinct: true, minimumScore: minimumScore, budget: room)
    let scope = DocumentScope(among: documents, where: filter)
    let order = SearchOrder(limit: room.passages, recall: recall, scope: scope, shape: shape)
    let limits = PromptLimits(isOnSomeDocuments: documents != nil || filter != nil, isOnScores: minimumScore > -1)
    return try Prompt(await answers(to: [question], mode, order, keeping: consistency)[0], within: room, limits)
  }

  private func tokenCounter() throws -> @Sendable (String) -> Int {
    let embedder = try embedder.loaded()
    return { embedder.tokenCount(of: $0) }
  }
}
