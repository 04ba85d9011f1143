internal import Coherence
public import Corpus
internal import Embedding
internal import Indexing
internal import Storage

extension RetrievalCache {
  /// The `limit` passages nearest to `question`, each place of a passage that stands in several counted by itself.
  ///
  /// - Throws: `FreshetError.otherSpace`, `.emptyStore`; for `.strict` also `.strictNotMet` and what `reindex` throws;
  ///   `StorageError.damagedContent` rather than a text that isn't what was stored.
  /// - Complexity: O(n · d) for n passages of d components, after one embedding of the question.
  public func retrieve(
    _ question: String, limit: Int = 10, consistency: Consistency = .any
  ) async throws -> Answer {
    try await retrieve([question], limit: limit, consistency: consistency)[0]
  }

  /// The same for many questions in one batch; the answers share one state of the store.
  public func retrieve(
    _ questions: [String], limit: Int = 10, consistency: Consistency = .any
  ) async throws -> [Answer] {
    try store.read(checkSpace)
    let vectors = try await embedder.loaded().embed(questions, for: .query)
    switch consistency {
    case .any: return try answers(to: vectors, limit: limit, readsBytes: false)
    case .strict: return try await strictAnswers(to: vectors, limit: limit)
    }
  }

  /// The documents nearest to each question, a document scoring as its best passage; ties by document.
  public func rankDocuments(
    for questions: [String], limit: Int
  ) async throws -> [[(document: DocumentID, score: Float)]] {
    try store.read(checkSpace)
    let vectors = try await embedder.loaded().embed(questions, for: .query)
    return try store.read { reader in
      let view = try self.view(at: reader)
      return try vectors.map { try Self.bestDocuments(limit, to: $0, view, reader) }
    }
  }

  /// How often `.strict` brings the index in step again when a document changes while it is being answered.
  private static let strictAttempts = 3

  private func strictAnswers(to vectors: [UnitVector], limit: Int) async throws -> [Answer] {
    for _ in 0..<Self.strictAttempts {
      if source != nil {
        let summary = try await reindex()
        if let (document, why) = summary.failures.min(by: { $0.key < $1.key }) {
          throw FreshetError.strictNotMet(why: "\(document): \(why)")
        }
      }
      let answers = try answers(to: vectors, limit: limit, readsBytes: true)
      if answers.allSatisfy({ $0.hits.allSatisfy { $0.certificate.freshness == .fresh } }) {
        return answers
      }
    }
    throw FreshetError.strictNotMet(why: "documents changed during each of \(Self.strictAttempts) attempts")
  }

  /// Search and evidence over one committed state: what is found is what that state serves.
  private func answers(to vectors: [UnitVector], limit: Int, readsBytes: Bool) throws -> [Answer] {
    try store.read { reader in
      let view = try self.view(at: reader)
      let asOf = clock()
      let completeness = try completeness(reader, of: view)
      let token = try reader.token()
      var evidence = EvidenceGatherer(source: source, clock: clock, readsBytes: readsBytes)
      return try view.index.nearest(limit, to: vectors).map { neighbours in
        let hits = try hits(neighbours, limit: limit, reader, &evidence)
        return Answer(
          hits: hits, completeness: completeness.doubted(after: hits), asOf: asOf, token: token,
          embedder: embedder.space)
      }
    }
  }

  private func hits(
    _ neighbours: [Neighbour], limit: Int, _ reader: StoreReader, _ evidence: inout EvidenceGatherer
  ) throws -> [Hit] {
    var hits: [Hit] = []
    for neighbour in neighbours where hits.count < limit {
      let text = try reader.text(at: neighbour.address)
      for served in try reader.placements(at: neighbour.address).prefix(limit - hits.count) {
        let (freshness, verification) = evidence.evidence(for: served)
        let certificate = Certificate(
          document: served.document, placement: served.placement, revision: served.revision,
          version: served.version, freshness: freshness, verification: verification,
          asOf: clock(), space: embedder.space.id)
        hits.append(
          Hit(
            document: served.document, score: neighbour.score, text: text.string,
            headingPath: served.placement.headingPath, certificate: certificate))
      }
    }
    return hits
  }

  /// Looks at as many passages as it takes to meet `limit` documents.
  private static func bestDocuments(
    _ limit: Int, to query: UnitVector, _ view: IndexView, _ reader: StoreReader
  ) throws -> [(document: DocumentID, score: Float)] {
    var width = 4 * limit
    while true {
      var best: [DocumentID: Float] = [:]
      let neighbours = view.index.nearest(width, to: query)
      for neighbour in neighbours {
        for document in view.documents(placing: neighbour.address) where best[document] == nil {
          best[document] = neighbour.score
        }
      }
      if best.count >= limit || neighbours.count < width {
        return best.map { ($0.key, $0.value) }
          .sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0 < $1.0 }.prefix(limit).map { $0 }
      }
      width *= 2
    }
  }
}

extension Completeness {
  /// A hit that is out of step shows that the source has changed since it was scanned: other documents may have, too.
  fileprivate func doubted(after hits: [Hit]) -> Completeness {
    let outOfStep = Set(hits.filter { $0.certificate.freshness != .fresh }.map(\.document)).count
    if outOfStep == 0 { return self }
    return Completeness(
      discovered: discovered, indexed: indexed, pending: pending, failed: failed, skipped: skipped,
      scannedAt: scannedAt, recall: recall,
      reasons: reasons + ["\(outOfStep) of the documents found are out of step with their source; others may be"])
  }
}
