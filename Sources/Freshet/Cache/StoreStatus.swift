public import FreshetCorpus

/// What a store contains, and which work is still to do.
public struct StoreStatus: Hashable, Sendable {
  /// The store's folder.
  public let store: String
  /// The paths of the watched folders; the keys are the names of their sources.
  public let roots: [String: String]
  /// The store's unique identity. Session tokens contain it.
  public let identity: String
  /// The store's replica name: its name in version vectors, which tells its writes from those of other stores.
  public let replica: ReplicaID
  /// The embedding space that the store is indexed in; nil before the first reindexing.
  public let embedder: EmbeddingSpace?
  /// How many documents the store serves, which means that searches find them.
  public let documents: Int
  /// How many different passages are served. A passage that occurs in several documents counts once.
  public let passages: Int
  /// How many passages belong only to removed documents or old versions. They are kept so that restoring the text needs
  /// no new embedding.
  public let passagesRetained: Int
  /// How many vectors are stored, in all embedding spaces together.
  public let vectors: Int
  /// Which share of the sources' documents a search would cover now.
  public let completeness: Completeness
  /// The token of the current state: its position in the store's history.
  public let token: SessionToken
  /// The kind, size and recall of the similarity index.
  public let index: IndexStatus
  /// The watchers (processes that watch a source) that are alive.
  public let watchers: [WatcherRecord]
  /// Why Freshet doesn't remove missing documents of a source until a person accepts the loss, and what to do about it.
  /// The keys are names of sources.
  public let held: [String: AdvisedText]
  /// Documents that may differ from what is indexed, and whose refresh hasn't failed. Sorted by document.
  public let marked: [DocumentID]
  /// The documents that could not be indexed, or of which some passages could not be embedded, each with the reason.
  public let failures: [DocumentID: AdvisedText]
  /// The documents of `failures` that are dead letters: nothing retries them until they change or `reindex` runs.
  /// Sorted by document.
  public let deadLetters: [DocumentID]
  /// Served documents of which several conflicting versions exist. Sorted by document.
  public let conflicted: [DocumentID]
  /// Entries of the sources that were skipped although they may contain text.
  public let unread: [SkippedDocument]
  /// The name of the loaded BLAS library (linear algebra). If the library computes wrong products, the text adds that
  /// Freshet doesn't use it.
  public let blas: String
  /// The version of the loaded SQLite library.
  public let sqliteVersion: String
  /// How many tokens per second the last embedding run processed; nil before the first run.
  public let tokensPerSecond: Double?
  /// The size of the store's write-ahead log, and the processes that have a read transaction on the store open.
  public let log: LogUse
}
