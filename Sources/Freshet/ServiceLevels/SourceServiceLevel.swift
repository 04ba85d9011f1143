internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage

/// How well a source meets its staleness objective: by how much answers may lag behind the files, and in which share of
/// cases.
public struct SourceServiceLevel: Hashable, Sendable {
  /// The source's name.
  public let source: String
  /// The source's objective.
  public let objective: StalenessObjective
  /// How many of the source's documents are current, or have been outdated for no longer than the objective allows.
  public let documentsWithin: Int
  /// How many documents the source has.
  public let documents: Int
  /// The results for the source's changes. A change meets the objective if it was indexed in time. A document whose
  /// change isn't indexed yet and is overdue counts as a miss.
  public let changes: ServiceIndicator
  /// The results for answers with hits from the source. An answer meets the objective if none of these hits was
  /// outdated for longer than the objective allows.
  public let answers: ServiceIndicator
}
