internal import FreshetCorpus

/// The progress of a reindexing.
public struct ReindexProgress: Hashable, Sendable {
  /// How many documents are finished.
  public let documentsDone: Int
  /// How many documents the run found to do.
  public let documentsToDo: Int
  /// How many passages the run has embedded.
  public let passagesEmbedded: Int
  /// How many tokens the run has embedded.
  public let tokensEmbedded: Int
}
