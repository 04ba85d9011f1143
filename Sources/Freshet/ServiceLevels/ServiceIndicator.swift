internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// How well an objective is met, measured by changes or by answers.
public struct ServiceIndicator: Hashable, Sendable {
  /// The windows, the shortest first; the last is the period of the error budget, 30 days.
  public let windows: [ServiceWindow]
  /// The share of the error budget that is left: below 0 when more was spent; nil without changes or answers.
  public let budgetLeft: Double?
  /// Warnings about the error budget, in sentences; empty when all is well.
  public let alerts: [String]
}
