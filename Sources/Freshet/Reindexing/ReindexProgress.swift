internal import FreshetCorpus

/// How far a reindexing is.
public struct ReindexProgress: Hashable, Sendable {
  public let documentsDone: Int
  public let documentsToDo: Int
  public let chunksEmbedded: Int
  public let tokensEmbedded: Int
}
