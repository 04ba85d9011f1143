public import FreshetCorpus

/// What `RetrievalCache.remove(where:)` removed.
public struct DocumentRemoval: Hashable, Sendable {
  /// The removed documents, in the order of their names; empty if the filter admitted none.
  public let documents: [DocumentID]
  /// The number of documents that stay because their damaged rows leave open whether the filter admits them.
  public let damagedCount: Int
  /// A session token: a `session` read with it no longer sees the documents.
  public let token: SessionToken
}
