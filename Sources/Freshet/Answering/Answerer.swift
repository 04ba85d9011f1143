internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetEmbedding
internal import FreshetIndexing
internal import FreshetStorage

/// Searches a cache's store and index for questions, and adds to each hit the evidence of how current it is.
struct Answerer: Sendable {
  let environment: CacheEnvironment
  let index: LiveIndex
  /// If the cache shows an earlier state of a store, this is that state's token (position in the history). Nil for the
  /// current state.
  let past: SessionToken?

  private var promises: PromiseKeeper { PromiseKeeper(environment: environment) }

  func answers(
    to questions: [String], _ mode: SearchMode, _ order: SearchOrder, keeping consistency: Consistency
  ) async throws -> [Answer] {
    if case .any = consistency { try environment.store.read(environment.checkSpace) }
    let search = try await search(for: questions, mode)
    if case .strict(let timeout) = consistency { return try await strictAnswers(to: search, order, timeout) }
    return try await answers(to: search, order, keeping: consistency)
  }

  /// Returns the `order.limit` best documents for each question, best first. A document's score is that of its best
  /// passage.
  func ranking(
    for questions: [String], _ mode: SearchMode, _ order: SearchOrder
  ) async throws -> [[(document: DocumentID, score: Float)]] {
    try environment.store.read(environment.checkSpace)
    let search = try await search(for: questions, mode)
    return try await index.searching(for: search) { reader, view in
      let scope = try SearchScope(order.scope, in: view, reader, isPast: past != nil)
      return try search.map { question in
        var search = PassageSearch(view: view, reader: reader, recall: order.recall, scope: scope)
        return try search.bestDocuments(order.limit, for: question)
      }
    }
  }

  private func search(for questions: [String], _ mode: SearchMode) async throws -> [Question] {
    if mode == .lexical { return questions.map { Question(text: $0, vector: nil, mode: mode) } }
    let embedder = try environment.embedder.loaded()
    let vectors = try await embedder.embed(questions, for: .query)
    return zip(questions, vectors).map { text, vector in
      // All questions that consist of unknown words get the same vector, so a vector search would find random passages.
      let isBlind = mode == .hybrid && embedder.isMostlyUnknown(text)
      return Question(text: text, vector: isBlind ? nil : vector, mode: mode)
    }
  }

  private func answers(
    to questions: [Question], _ order: SearchOrder, keeping consistency: Consistency
  ) async throws -> [Answer] {
    try await promises.keep(consistency, needsVectors: questions.contains { $0.mode == .vector })
    return try await answers(to: questions, order, readsBytes: false)
  }

  /// Indexes all pending changes, searches, and compares each hit with its file. Repeats these three steps until every
  /// hit is fresh.
  ///
  /// - Throws: `FreshetError.consistencyNotMet` if a hit isn't fresh after `timeout`, or if repeating can't help: the
  ///   last refresh of the hit's document failed, or the hit is conflicted or unverified. Also the errors of
  ///   `PromiseKeeper.keep`.
  private func strictAnswers(
    to questions: [Question], _ order: SearchOrder, _ timeout: Duration
  ) async throws -> [Answer] {
    let deadline = ContinuousClock.now + timeout
    while true {
      let left = deadline - ContinuousClock.now
      try await promises.keep(.strict(timeout: left), needsVectors: questions.contains { $0.mode == .vector })
      let answers = try await answers(to: questions, order, readsBytes: true)
      let doubtful = answers.lazy.flatMap(\.hits).first { $0.certificate.freshness != .fresh }
      guard let doubtful else { return answers }
      let failure = try environment.store.read { try $0.marked(doubtful.document)?.failure }
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

  /// Searches and gathers the evidence within one read transaction, so that all hits belong to one committed state of
  /// the store.
  ///
  /// - Parameter isProbe: whether a monitor asks, which accepts a store without documents.
  /// - Throws: the errors of `CacheEnvironment.checkSpace`, except for a probe: another process may have indexed the
  ///   store with another embedder while this one embedded the questions.
  func answers(
    to questions: [Question], _ order: SearchOrder, readsBytes: Bool, isProbe: Bool = false
  ) async throws -> [Answer] {
    try await index.searching(for: questions) { reader, view in
      if !isProbe { try environment.checkSpace(reader) }
      return try answers(to: questions, order, reader, view, readsBytes: readsBytes)
    }
  }

  private func answers(
    to questions: [Question], _ order: SearchOrder, _ reader: StoreReader, _ view: IndexView?, readsBytes: Bool
  ) throws -> [Answer] {
    let asOf = environment.clock()
    let state = try RecordedSources(reader)
    let completeness = try environment.completeness(reader, state, of: view, now: asOf)
    let token = try past ?? reader.token()
    let scope = try SearchScope(order.scope, in: view, reader, isPast: past != nil)
    var evidence = EvidenceGatherer(state, in: environment, readsBytes: readsBytes, past: past)
    return try questions.map { question in
      var search = PassageSearch(view: view, reader: reader, recall: order.recall, scope: scope)
      search.hasAllVectors = completeness.awaitingVectors == 0
      search.knowsAllWords = completeness.outsideVocabulary == 0
      search.isDistinct = order.shape.isDistinct
      let places = try search.places(order.limit, for: question).filter { !($0.score < order.shape.minimumScore) }
      let hits = try hits(places, question.mode, order.shape, reader, &evidence)
      let reached = completeness.searched(recall: search.reach.recall, exactly: search.reach.isExact)
      return Answer(
        hits: hits, completeness: reached.doubted(doubts(raisedBy: hits) + reader.leftOut.doubts), asOf: asOf,
        token: token, embedder: environment.embedder.space)
    }
  }

  private func hits(
    _ places: [FoundPlace], _ mode: SearchMode, _ shape: AnswerShape, _ reader: StoreReader,
    _ evidence: inout EvidenceGatherer
  ) throws -> [Hit] {
    let found = places.map { ($0, $0.judged(environment, &evidence)) }
    let labels = try reader.labels(of: Set(found.map { $0.1[0].served.document }))
    let hits = try found.map { place, judged in (try hit(place, judged, labels, reader), judged[0].served) }
    let expander = PassageExpander(
      reader: reader, environment: environment, isByWordsAlone: mode == .lexical)
    if let budget = shape.budget { return try expander.fitting(hits, into: budget) }
    return try expander.expanded(hits, by: shape.expansion)
  }

  /// The hit at the first of the judged places.
  private func hit(
    _ found: FoundPlace, _ judged: [FoundPlace.Judged], _ labels: [DocumentID: DocumentLabels], _ reader: StoreReader
  ) throws -> Hit {
    let (served, certificate) = judged[0]
    return Hit(
      document: served.document, labels: labels[served.document] ?? .none, score: found.score, via: found.via,
      text: found.text.string, headingPath: served.placement.headingPath,
      columns: served.placement.columns, certificate: certificate,
      siblings: served.siblings > 1 ? try siblings(of: served.document, reader) : [],
      otherPlaces: judged.dropFirst().map(\.certificate), placeCount: found.served.count)
  }

  /// The versions of a document that no later write has replaced. Empty if one of them is damaged; the reader then
  /// counts the document as left out.
  func siblings(of id: DocumentID, _ reader: StoreReader) throws -> [Sibling] {
    try reader.sound(.document(id)) { try reader.knownDocument(id).siblings } ?? []
  }

  /// Sentences that say why documents other than the hits may be outdated: the answer shows an earlier state of the
  /// store, or some hits aren't fresh. Empty if neither applies.
  private func doubts(raisedBy hits: [Hit]) -> [AdvisedText] {
    if let past { return ["the answer is \(PastState.reason(past))"] }
    let outOfStep = Set(hits.filter { $0.certificate.freshness != .fresh }.map(\.document)).count
    if outOfStep == 0 { return [] }
    return [
      "\(outOfStep) of the documents in this answer may have changed since they were indexed; other documents may have changed, too"
    ]
  }
}

extension LeftOut {
  /// A sentence that states how many damaged passages and documents the search left out; empty if there are none.
  var doubts: [AdvisedText] {
    if count == 0 { return [] }
    let rows = count.counted("stored passage or document is", "stored passages or documents are")
    let (audit, reindex, them) = (
      Remedy.audit(verifying: true), Remedy.reindex(all: true), count.noun("it", "them")
    )
    return ["\(rows) damaged, so the search left \(them) out: \(audit) names \(them), and \(reindex) repairs \(them)"]
  }
}
