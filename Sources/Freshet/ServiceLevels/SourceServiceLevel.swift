internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage

/// How well a source meets its objective.
public struct SourceServiceLevel: Hashable, Sendable {
  /// The source's name.
  public let source: String
  /// The source's objective.
  public let objective: StalenessObjective
  /// How many of the present documents are in step, or out of step for no longer than the objective allows.
  public let documentsWithin: Int
  /// How many documents the source has.
  public let documents: Int
  /// The source's changes: a change meets the objective if it was served in time. A document that is overdue counts as
  /// a change that doesn't.
  public let changes: ServiceIndicator
  /// The answers with hits from the source: an answer meets the objective if it showed nothing older than that allows.
  public let answers: ServiceIndicator
}
