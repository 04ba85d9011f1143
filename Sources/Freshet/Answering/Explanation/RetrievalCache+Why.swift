internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage

extension RetrievalCache {
  /// Explains why a document is fresh, stale, absent or failed. Compares the document with its file; writes nothing.
  public func explain(_ id: DocumentID) throws -> DocumentExplanation {
    try store.read { reader in
      let document = try reader.document(id)
      let placements = try reader.placements(of: id)
      let awaited = try reader.awaited(by: id)
      let version = try reader.version(of: id)
      let mark = try reader.marked(id)
      let skip = try reader.skips(id)
      let isConflicted = document.map { $0.siblings > 1 } ?? false
      return DocumentExplanation(
        document: id,
        served: document.map {
          ServedSummary(
            revision: $0.revision, version: version, verification: $0.verified,
            passages: placements.count, awaitingVectors: awaited.count,
            embeddingFailure: awaited.lazy.compactMap(\.failure).first.map(PassageFailure.message))
        },
        mark: mark.map {
          MarkSummary(
            since: $0.observedAt, attempts: $0.attempts, lastError: $0.failure, nextAttemptAt: $0.nextAttemptAt,
            isDeadLetter: $0.isDeadLetter)
        },
        siblings: isConflicted ? try answerer.siblings(of: id, reader) : [], skipReason: skip?.reason,
        unread: skip?.text,
        freshness: try document.map { try freshness(of: $0, mark, reader) },
        transitions: try reader.transitions(of: id), violations: try reader.violations(of: id))
    }
  }

  private func freshness(
    of document: IndexedDocument, _ mark: MarkedDocument?, _ reader: StoreReader
  ) throws -> Freshness {
    var evidence = EvidenceGatherer(try RecordedSources(reader), in: environment, readsBytes: false)
    return evidence.evidence(for: ServedDocument(document, mark: mark)).0
  }
}
