internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage

/// What is known of a document: why it is fresh, stale, absent or failed, and what happens next.
public struct DocumentExplanation: Hashable, Sendable {
  public let document: DocumentID
  /// Nil when it isn't served.
  public let served: ServedSummary?
  /// Nil when nothing is to be done for it.
  public let waiting: WaitingSummary?
  /// Why it is not for the index.
  public let passedOver: SkipReason?
  /// The form of an `undecodable` entry's text; nil if unknown.
  public let unread: UnreadText?
  /// How it stands to its source now; nil when it isn't served.
  public let freshness: Freshness?
  /// Its last steps, oldest first; at most 16.
  public let transitions: [DocumentTransition]
  /// What monitors found of it, oldest first.
  public let violations: [ConsistencyViolation]
}

public struct ServedSummary: Hashable, Sendable {
  public let revision: Revision
  public let version: VersionVector
  public let verification: Verification
  public let passages: Int
  /// Passages that wait for their vectors.
  public let awaitingVectors: Int
  /// Why one of them could not be embedded.
  public let embeddingFailure: String?
}

public struct WaitingSummary: Hashable, Sendable {
  public let since: Timestamp
  public let attempts: Int
  public let lastError: String?
  public let nextAttemptAt: Timestamp?
  /// It is tried no more until it changes.
  public let isBuried: Bool
}

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
