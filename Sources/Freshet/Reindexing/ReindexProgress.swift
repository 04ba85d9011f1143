internal import FreshetCorpus

/// The progress of a running reindexing.
public struct ReindexProgress: Hashable, Sendable {
  /// How many documents have been indexed so far.
  public let documentsDone: Int
  /// How many documents must be indexed, as far as known.
  public let documentsToDo: Int
  /// How many passages have been embedded so far.
  public let passagesEmbedded: Int
  /// How many tokens have been embedded so far.
  public let tokensEmbedded: Int
}
