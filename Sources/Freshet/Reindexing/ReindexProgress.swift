internal import FreshetCorpus

/// How far a reindexing is.
public struct ReindexProgress: Hashable, Sendable {
  public let documentsDone: Int
  public let documentsToDo: Int
  public let passagesEmbedded: Int
  public let tokensEmbedded: Int
}
