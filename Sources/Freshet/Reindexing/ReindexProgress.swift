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
  /// How many stored passages await their vectors. Under write-behind this grows while the run stores texts, and falls
  /// to 0 afterwards, or to the number of passages that can't be embedded.
  public let passagesAwaiting: Int

  package init(
    documentsDone: Int, documentsToDo: Int, passagesEmbedded: Int, tokensEmbedded: Int, passagesAwaiting: Int
  ) {
    self.documentsDone = documentsDone
    self.documentsToDo = documentsToDo
    self.passagesEmbedded = passagesEmbedded
    self.tokensEmbedded = tokensEmbedded
    self.passagesAwaiting = passagesAwaiting
  }
}
