public import FreshetCorpus

/// What a store is and holds.
public struct StoreStatus: Hashable, Sendable {
  public let store: String
  /// The watched folders, by the names of their sources.
  public let roots: [String: String]
  public let identity: String
  public let replica: ReplicaID
  public let embedder: EmbeddingSpace?
  public let documents: Int
  public let passages: Int
  /// Passages kept for documents that are gone, so that bringing them back costs no embedding.
  public let passagesRetained: Int
  public let vectors: Int
  public let completeness: Completeness
  public let token: SessionToken
  /// The similarity index.
  public let index: IndexStatus
  public let watchers: [WatcherRecord]
  /// Why a source's documents are held back from removal, and what to do about it, by source name.
  public let held: [String: AdvisedText]
  public let marked: [DocumentID]
  public let failures: [DocumentID: String]
  /// Those of `failures` that are dead letters: no retry until they change. In order.
  public let deadLetters: [DocumentID]
  /// Served with versions that stand side by side, in order.
  public let conflicted: [DocumentID]
  /// Skipped entries that may hold text, in order.
  public let unread: [SkippedDocument]
  /// The BLAS that was loaded; if it miscomputes, that it isn't used.
  public let blas: String
  public let sqliteVersion: String
  public let tokensPerSecond: Double?
  public let log: LogUse
}
