internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage

extension RetrievalCache {
  /// Why a document is fresh, stale, absent or failed. Its source is looked at, nothing is written.
  public func explain(_ id: DocumentID) throws -> DocumentExplanation {
    try store.read { reader in
      let document = try reader.document(id)
      let placements = try reader.placements(of: id)
      let awaited = try reader.awaited(by: id)
      let version = try reader.version(of: id)
      let passedOver = try reader.passedOver(id)
      return DocumentExplanation(
        document: id,
        served: document.map {
          ServedSummary(
            revision: $0.revision, version: version, verification: $0.verified,
            passages: placements.count, awaitingVectors: awaited.count,
            embeddingFailure: awaited.lazy.compactMap(\.failure).first)
        },
        waiting: try reader.pending(id).map {
          WaitingSummary(
            since: $0.observedAt, attempts: $0.attempts, lastError: $0.failure, nextAttemptAt: $0.nextAttemptAt,
            isBuried: $0.isBuried)
        },
        passedOver: passedOver?.reason, unread: passedOver?.text,
        freshness: try document.map { try freshness(of: $0, version, reader) },
        transitions: try reader.transitions(of: id), violations: try reader.violations(of: id))
    }
  }

  private func freshness(
    of document: IndexedDocument, _ version: VersionVector, _ reader: StoreReader
  ) throws -> Freshness {
    var evidence = try EvidenceGatherer(reader, in: environment, readsBytes: false)
    let pending = try reader.pending(document.id)
    let whole = Placement(
      ordinal: 0, bytes: 0..<document.sizeInBytes, lines: LineRange(first: 1, last: 1), headingPath: [],
      address: ContentAddress(document.revision.fingerprint))
    return evidence.evidence(for: ServedPlacement(document, at: whole, version: version, pending: pending)).0
  }
}
