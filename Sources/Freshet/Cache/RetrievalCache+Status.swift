internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetLinearAlgebra
internal import FreshetStorage

extension RetrievalCache {
  /// Returns what the store contains and which work is still to do. All values describe one committed state of the
  /// store.
  public func status() async throws -> StoreStatus {
    let (now, log, index) = (clock(), LogUse(store.logStatus()), await index.status)
    return try store.read { reader in
      let identity = try reader.identity()
      let counts = try reader.contentCounts()
      let marked = try reader.marked()
      let failures = marked.compactMap { row in row.failure.map { (row.id, AdvisedText($0)) } }
      return StoreStatus(
        store: store.path, roots: roots, identity: identity.store, replica: identity.replica,
        embedder: try reader.activeSpace(), documents: counts.documents,
        passages: counts.servedPassages, passagesRetained: counts.passages - counts.servedPassages,
        vectors: counts.vectors,
        completeness: try environment.completeness(reader, RecordedSources(reader), of: nil, now: now),
        token: try reader.token(), index: index.expecting(passages: counts.servedPassages),
        watchers: try reader.watchers().filter { $0.isAlive(at: now) },
        held: try reader.heldBack(),
        marked: marked.filter { $0.failure == nil }.map(\.id),
        failures: Dictionary(keepingFirst: failures).merging(
          try reader.failedPassages().mapValues(PassageFailure.message)
        ) { first, _ in first },
        deadLetters: Set(marked.filter(\.isDeadLetter).map(\.id))
          .union(try reader.failedPassages(onlyDeadLetters: true).keys).sorted(),
        conflicted: try reader.conflictedDocuments(), unread: SkippedDocument.hidingText(try reader.skips()),
        blas: BLAS.isReliable ? BLAS.provider : "\(BLAS.provider): miscomputes, so it is not used",
        sqliteVersion: identity.sqliteVersion, tokensPerSecond: try reader.tokensPerSecond(), log: log)
    }
  }
}
