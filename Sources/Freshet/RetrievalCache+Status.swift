internal import Coherence
public import Corpus
internal import Indexing
internal import Storage

/// What a store is and holds.
public struct StoreStatus: Hashable, Sendable {
  public let store: String
  public let root: String?
  public let identity: String
  public let replica: ReplicaID
  public let embedder: EmbeddingSpace?
  public let documents: Int
  public let chunks: Int
  /// Passages kept for documents that are gone, so that bringing them back costs no embedding.
  public let chunksRetained: Int
  public let vectors: Int
  public let completeness: Completeness
  public let token: SessionToken
  public let pending: [DocumentID]
  public let failures: [DocumentID: String]
  public let sqliteVersion: String
  public let tokensPerSecond: Double?
}

extension RetrievalCache {
  public func status() throws -> StoreStatus {
    try store.read { reader in
      let identity = try reader.identity()
      let counts = try reader.contentCounts()
      let pending = try reader.pending()
      return StoreStatus(
        store: store.path, root: source?.root, identity: identity.store, replica: identity.replica,
        embedder: try reader.activeSpace(), documents: counts.documents,
        chunks: counts.servedChunks, chunksRetained: counts.chunks - counts.servedChunks,
        vectors: counts.vectors, completeness: try completeness(reader, of: nil),
        token: try reader.token(), pending: pending.filter { $0.failure == nil }.map(\.id),
        failures: Dictionary(
          uniqueKeysWithValues: pending.compactMap { row in row.failure.map { (row.id, $0) } }),
        sqliteVersion: identity.sqliteVersion, tokensPerSecond: try reader.tokensPerSecond())
    }
  }

  /// What a search over the reader's state covers.
  func completeness(_ reader: StoreReader, of view: IndexView?) throws -> Completeness {
    let active = try reader.activeSpace()
    let counts = try reader.documentCounts(in: active?.id)
    let recall = view?.index.recall ?? 1
    let scannedAt = try reader.source(named: DocumentID.files)?.scannedAt
    return Completeness(
      discovered: counts.discovered, indexed: counts.indexed, pending: counts.pending,
      failed: counts.failed, skipped: counts.skipped, scannedAt: scannedAt, recall: recall,
      reasons: reasons(counts, scannedAt: scannedAt, recall: recall, lostCount: view?.lost.count ?? 0))
  }

  private func reasons(_ counts: DocumentCounts, scannedAt: Timestamp?, recall: Double, lostCount: Int) -> [String] {
    var reasons: [String] = []
    if let source {
      if scannedAt == nil { reasons.append("the documents' folder was never scanned to its end") }
      if !StoreLocation.isFolder(source.root) { reasons.append("the documents' folder can't be looked at") }
    }
    if counts.pending > 0 { reasons.append("\(counts.pending) of \(counts.discovered) documents are not indexed yet") }
    if counts.failed > 0 { reasons.append("\(counts.failed) documents could not be indexed") }
    for reason in SkipReason.allCases where reason.hidesText {
      if let count = counts.skipped[reason] { reasons.append("passed over: \(count) \(reason.rawValue)") }
    }
    if lostCount > 0 {
      reasons.append("\(lostCount) passages have no sound vector: run `freshet reindex --all`")
    }
    if recall < 1 { reasons.append("the search is estimated to find \(recall) of the nearest passages") }
    if embedder.comparesWordsOnly {
      reasons.append("the hashing embedder compares words, not meaning")
    }
    return reasons
  }
}
