internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetLinearAlgebra
internal import FreshetStorage

extension RetrievalCache {
  public func status() async throws -> StoreStatus {
    let (now, log, index) = (clock(), LogUse(store.logStatus()), await index.status)
    return try store.read { reader in
      let identity = try reader.identity()
      let counts = try reader.contentCounts()
      let pending = try reader.pending()
      let failures = pending.compactMap { row in row.failure.map { (row.id, $0) } }
      return StoreStatus(
        store: store.path, roots: roots, identity: identity.store, replica: identity.replica,
        embedder: try reader.activeSpace(), documents: counts.documents,
        chunks: counts.servedChunks, chunksRetained: counts.chunks - counts.servedChunks,
        vectors: counts.vectors, completeness: try environment.completeness(reader, of: nil, now: now),
        token: try reader.token(), index: index.expecting(passages: counts.servedChunks),
        watchers: try reader.watchers().filter { $0.isAlive(at: now) },
        held: try reader.heldBack(),
        pending: pending.filter { $0.failure == nil }.map(\.id),
        failures: Dictionary(keepingFirst: failures).merging(try reader.failedPassages()) { first, _ in first },
        buried: Set(pending.filter(\.isBuried).map(\.id))
          .union(try reader.failedPassages(onlyBuried: true).keys).sorted(),
        conflicted: try reader.conflictedDocuments(), unread: SkippedDocument.hidingText(try reader.passedOver()),
        blas: BLAS.isReliable ? BLAS.provider : "\(BLAS.provider): miscomputes, so it is not used",
        sqliteVersion: identity.sqliteVersion, tokensPerSecond: try reader.tokensPerSecond(), log: log)
    }
  }
}
