internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetEmbedding
internal import FreshetIndexing
internal import FreshetStorage

/// What is asked of a search, beside the question.
struct SearchOrder: Sendable {
  let limit: Int
  let recall: RecallTarget
  let scope: DocumentScope
  /// More than any answer holds. Leaves room to search for four times as many.
  private static let maximumLimit = 1 << 40

  init(limit: Int, recall: RecallTarget, scope: DocumentScope) {
    if case .atLeast(let share) = recall { precondition(share > 0 && share <= 1, "a recall of \(share)") }
    self.limit = min(max(0, limit), Self.maximumLimit)
    self.recall = recall
    self.scope = scope
  }
}

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
    if case .any = consistency { try store.read(checkSpace) }
    let search = try await search(for: questions, mode)
    let answers =
      if case .strict(let timeout) = consistency {
        try await strictAnswers(to: search, order, timeout)
      } else {
        try await answers(to: search, order, keeping: consistency)
      }
    tellAsked(answers.flatMap { $0.hits.map(\.document) })
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
    try store.read(checkSpace)
    let search = try await search(for: questions, mode)
    return try store.read { reader in
      try searching(reader, for: search) { view in
        let scope = try SearchScope(order.scope, in: view, reader)
        return try search.map { question in
          var search = PassageSearch(view: view, reader: reader, recall: order.recall, scope: scope)
          return try search.bestDocuments(order.limit, for: question)
        }
      }
    }
  }

  private func search(for questions: [String], _ mode: SearchMode) async throws -> [Question] {
    if mode == .lexical { return questions.map { Question(text: $0, vector: nil, mode: mode) } }
    let embedder = try embedder.loaded()
    let vectors = try await embedder.embed(questions, for: .query)
    return zip(questions, vectors).map { text, vector in
      // A question of unknown words has the vector of all such questions: only its words say what it asks.
      let isBlind = mode == .hybrid && embedder.isMostlyUnknown(text)
      return Question(text: text, vector: isBlind ? nil : vector, mode: mode)
    }
  }

  private func answers(
    to questions: [Question], _ order: SearchOrder, keeping consistency: Consistency
  ) async throws -> [Answer] {
    try await keepPromise(consistency, needsVectors: questions.contains { $0.mode == .vector })
    try store.read(checkSpace)
    return try answers(to: questions, order, readsBytes: false)
  }

  /// Until every hit is what its source holds; a document that changes while it is answered is indexed and searched again.
  private func strictAnswers(
    to questions: [Question], _ order: SearchOrder, _ timeout: Duration
  ) async throws -> [Answer] {
    let deadline = ContinuousClock.now + timeout
    while true {
      let left = deadline - ContinuousClock.now
      try await keepPromise(.strict(timeout: left), needsVectors: questions.contains { $0.mode == .vector })
      try store.read(checkSpace)
      let answers = try answers(to: questions, order, readsBytes: true)
      let doubtful = answers.lazy.flatMap(\.hits).first { $0.certificate.freshness != .fresh }
      guard let doubtful else { return answers }
      let failure = try store.read { try $0.pending(doubtful.document)?.failure }
      if ContinuousClock.now >= deadline || failure != nil || isHopeless(doubtful.certificate.freshness) {
        let state = doubtful.certificate.freshness.name
        throw FreshetError.consistencyNotMet(
          asked: "strict", why: "\(doubtful.document) is \(state)" + (failure.map { ": \($0)" } ?? ""),
          watermark: answers.first?.completeness.watermark)
      }
    }
  }

  private func isHopeless(_ freshness: Freshness) -> Bool {
    if case .unverified = freshness { true } else { freshness == .conflicted }
  }

  /// Search and evidence over one committed state: what is found is what that state serves.
  func answers(to questions: [Question], _ order: SearchOrder, readsBytes: Bool) throws -> [Answer] {
    try store.read { reader in
      try searching(reader, for: questions) { try answers(to: questions, order, reader, $0, readsBytes: readsBytes) }
    }
  }

  private func answers(
    to questions: [Question], _ order: SearchOrder, _ reader: StoreReader, _ view: IndexView, readsBytes: Bool
  ) throws -> [Answer] {
    let asOf = clock()
    let completeness = try completeness(reader, of: view, now: asOf)
    let token = try past ?? reader.token()
    let scope = try SearchScope(order.scope, in: view, reader)
    var evidence = try EvidenceGatherer(reader, sources: sources, clock: clock, readsBytes: readsBytes, past: past)
    return try questions.map { question in
      var search = PassageSearch(view: view, reader: reader, recall: order.recall, scope: scope)
      let hits = try hits(search.places(order.limit, for: question), reader, &evidence)
      let reached = completeness.searched(recall: search.reach.recall, exactly: search.reach.isExact)
      return Answer(
        hits: hits, completeness: reached.doubted(doubts(raisedBy: hits) + reader.leftOut.doubts), asOf: asOf,
        token: token,
        embedder: embedder.space)
    }
  }

  private func hits(
    _ places: [FoundPlace], _ reader: StoreReader, _ evidence: inout EvidenceGatherer
  ) throws -> [Hit] {
    try places.map { found in
      let served = found.served
      let (freshness, verification) = evidence.evidence(for: served)
      let certificate = Certificate(
        document: served.document, placement: served.placement, revision: served.revision,
        version: served.version, freshness: freshness, verification: verification,
        asOf: clock(), space: embedder.space.id)
      return Hit(
        document: served.document, score: found.score, via: found.via,
        text: found.text.string,
        headingPath: served.placement.headingPath, certificate: certificate,
        siblings: served.siblings > 1 ? try siblings(of: served.document, reader) : [])
    }
  }

  /// Empty if one of them isn't what was stored; it is then noted as left out.
  private func siblings(of id: DocumentID, _ reader: StoreReader) throws -> [Sibling] {
    try reader.sound(.document(id)) { try reader.standing(id).siblings } ?? []
  }

  /// A hit that is out of step shows that the source has changed since it was scanned: other documents may have, too.
  private func doubts(raisedBy hits: [Hit]) -> [String] {
    if let past { return ["the answer is \(PastState.reason(past))"] }
    let outOfStep = Set(hits.filter { $0.certificate.freshness != .fresh }.map(\.document)).count
    return outOfStep == 0
      ? [] : ["\(outOfStep) of the documents found are out of step with their source; others may be"]
  }
}

extension LeftOut {
  /// Damaged rows that might have been hits, as sentences.
  var doubts: [String] {
    if count == 0 { return [] }
    let rows = count == 1 ? "1 stored passage or document is" : "\(count) stored passages or documents are"
    return ["\(rows) damaged and left out: `freshet audit --verify` names them, `freshet reindex --all` mends them"]
  }
}
