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
