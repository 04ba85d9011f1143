internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// How well a source meets its staleness objective, measured by the source's changes or by answers.
public struct ServiceIndicator: Hashable, Sendable {
  /// The measured periods of time, shortest first. The last one, 30 days, is the period of the error budget.
  public let windows: [ServiceWindow]
  /// The share of the error budget (the permitted number of misses) that is left. Negative if more was spent; nil if
  /// there were no changes or answers.
  public let budgetLeft: Double?
  /// Warnings that the error budget is being spent too fast; empty if there are none.
  public let alerts: [String]
}
