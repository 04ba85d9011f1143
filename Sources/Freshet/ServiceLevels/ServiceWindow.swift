internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// How many of the changes or answers in a period of time met a staleness objective.
public struct ServiceWindow: Hashable, Sendable {
  /// The length of the period, which ends now.
  public let window: Duration
  /// How many changes or answers met the objective.
  public let within: Int
  /// How many changes or answers there were in the period.
  public let total: Int
  /// The rate at which the error budget is spent: 1 uses up the budget in exactly 30 days. Nil if there were no changes
  /// or answers.
  public let burnRate: Double?
}
