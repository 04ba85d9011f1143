internal import Coherence
public import Corpus
internal import Embedding
internal import Indexing
internal import Storage

extension RetrievalCache {
  /// The `limit` passages that answer `question` best, each place of a passage that stands in several counted by itself.
  ///
  /// - Throws: `FreshetError.otherSpace`, `.emptyStore`; `.consistencyNotMet` or `.tokenFromAnotherHistory` where
  ///   `consistency` can't be promised; `StorageError.damagedContent` rather than a text that isn't what was stored.
  /// - Complexity: O(n · d) for n passages of d components, after one embedding of the question; by words alone that of
  ///   SQLite's FTS5, and no embedding.
  public func retrieve(
    _ question: String, limit: Int = 10, mode: SearchMode = .hybrid, consistency: Consistency = .any
  ) async throws -> Answer {
    try await retrieve([question], limit: limit, mode: mode, consistency: consistency)[0]
  }

  /// The same for many questions in one batch; the answers share one state of the store.
  public func retrieve(
    _ questions: [String], limit: Int = 10, mode: SearchMode = .hybrid, consistency: Consistency = .any
  ) async throws -> [Answer] {
    if case .any = consistency { try store.read(checkSpace) }
    let search = try await search(for: questions, mode)
    let answers =
      if case .strict(let timeout) = consistency {
        try await strictAnswers(to: search, limit: limit, timeout)
      } else {
        try await answers(to: search, limit: limit, keeping: consistency)
      }
    tellAsked(answers.flatMap { $0.hits.map(\.document) })
    return answers
  }

  /// The documents nearest to each question, a document scoring as its best passage; ties by document.
  public func rankDocuments(
    for questions: [String], limit: Int, mode: SearchMode = .hybrid
  ) async throws -> [[(document: DocumentID, score: Float)]] {
    try store.read(checkSpace)
    let search = try await search(for: questions, mode)
    return try store.read { reader in
      let view = try self.view(at: reader)
      return try search.map { try PassageSearch(view: view, reader: reader).bestDocuments(limit, for: $0) }
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
    to questions: [Question], limit: Int, keeping consistency: Consistency
  ) async throws -> [Answer] {
    try await keepPromise(consistency, needsVectors: questions.contains { $0.mode == .vector })
    try store.read(checkSpace)
    return try answers(to: questions, limit: limit, readsBytes: false)
  }

  /// Until every hit is what its source holds; a document that changes while it is answered is indexed and searched again.
  private func strictAnswers(to questions: [Question], limit: Int, _ timeout: Duration) async throws -> [Answer] {
    let deadline = ContinuousClock.now + timeout
    while true {
      let left = deadline - ContinuousClock.now
      try await keepPromise(.strict(timeout: left), needsVectors: questions.contains { $0.mode == .vector })
      try store.read(checkSpace)
      let answers = try answers(to: questions, limit: limit, readsBytes: true)
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
  private func answers(to questions: [Question], limit: Int, readsBytes: Bool) throws -> [Answer] {
    try store.read { reader in
      let view = try self.view(at: reader)
      let asOf = clock()
      let completeness = try completeness(reader, of: view, now: asOf)
      let token = try reader.token()
      let search = PassageSearch(view: view, reader: reader)
      var evidence = EvidenceGatherer(
        sources: sources, watchers: try reader.watchers(), clock: clock, readsBytes: readsBytes)
      return try questions.map { question in
        let hits = try hits(search.places(limit, for: question), reader, &evidence)
        return Answer(
          hits: hits, completeness: completeness.doubted(Self.doubts(raisedBy: hits)), asOf: asOf, token: token,
          embedder: embedder.space)
      }
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
        text: try reader.text(at: served.placement.address).string,
        headingPath: served.placement.headingPath, certificate: certificate)
    }
  }

  /// A hit that is out of step shows that the source has changed since it was scanned: other documents may have, too.
  private static func doubts(raisedBy hits: [Hit]) -> [String] {
    let outOfStep = Set(hits.filter { $0.certificate.freshness != .fresh }.map(\.document)).count
    return outOfStep == 0
      ? [] : ["\(outOfStep) of the documents found are out of step with their source; others may be"]
  }
}
