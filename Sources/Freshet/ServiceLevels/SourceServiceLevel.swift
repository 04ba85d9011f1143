internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage

/// How a source keeps its objective.
public struct SourceServiceLevel: Hashable, Sendable {
  /// The source's name.
  public let source: String
  /// What the source promises.
  public let objective: StalenessObjective
  /// Of the documents that are there now, those that are in step, or out of it for no longer than the objective allows.
  public let documentsWithin: Int
  /// How many documents the source has.
  public let documents: Int
  /// Of the changes of its documents, those that were served in time; a document that is overdue counts as one that
  /// wasn't.
  public let changes: ServiceIndicator
  /// Of the answers with hits from it, those that showed nothing older than the objective allows.
  public let answers: ServiceIndicator
}
