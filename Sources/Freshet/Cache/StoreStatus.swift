public import FreshetCorpus

/// What a store holds, and what is still to do.
public struct StoreStatus: Hashable, Sendable {
  /// The store's folder.
  public let store: String
  /// The watched folders, by the names of their sources.
  public let roots: [String: String]
  /// The store's identity, which its tokens carry.
  public let identity: String
  /// The name under which the store writes versions.
  public let replica: ReplicaID
  /// The space that the store is indexed in; nil before the first reindexing.
  public let embedder: EmbeddingSpace?
  /// How many documents are served.
  public let documents: Int
  /// How many passages are served; one that several documents have counts once.
  public let passages: Int
  /// Passages kept for documents that are gone, so that bringing them back costs no embedding.
  public let passagesRetained: Int
  /// How many vectors are stored, in all spaces.
  public let vectors: Int
  /// What a search would cover.
  public let completeness: Completeness
  /// The token of the present state.
  public let token: SessionToken
  /// The similarity index.
  public let index: IndexStatus
  /// The watchers that are alive.
  public let watchers: [WatcherRecord]
  /// Why a source's documents are held back from removal, and what to do about it, by source name.
  public let held: [String: AdvisedText]
  /// Documents that may differ from what is indexed and haven't failed, in order.
  public let marked: [DocumentID]
  /// Why documents could not be indexed, or some of their passages not embedded.
  public let failures: [DocumentID: AdvisedText]
  /// The documents of `failures` that are dead letters: nothing retries them until they change or `reindex` runs. In
  /// order.
  public let deadLetters: [DocumentID]
  /// Served documents whose standing versions conflict, in order.
  public let conflicted: [DocumentID]
  /// Skipped entries that may hold text, in order.
  public let unread: [SkippedDocument]
  /// The name of the loaded BLAS library. If the library computes wrong products, the text says that Freshet doesn't
  /// use it.
  public let blas: String
  /// The version of the SQLite library that is loaded.
  public let sqliteVersion: String
  /// How many tokens a second the last run embedded; nil before the first one.
  public let tokensPerSecond: Double?
  /// The size of the store's log, and the processes that read it.
  public let log: LogUse
}
