internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// One way to measure an objective.
public struct ServiceIndicator: Hashable, Sendable {
  /// The shortest first; the last is the period of the error budget, 30 days.
  public let windows: [ServiceWindow]
  /// The share of the error budget that is left: below 0 when more was spent; nil where nothing happened.
  public let budgetLeft: Double?
  /// What somebody should know now, in sentences; empty when all is well.
  public let alerts: [String]
}
