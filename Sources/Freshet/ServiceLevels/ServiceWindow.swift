internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// How many of the changes or answers in a window of time met an objective.
public struct ServiceWindow: Hashable, Sendable {
  /// The length of the window, which ends now.
  public let window: Duration
  /// How many changes or answers met the objective.
  public let within: Int
  /// How many changes or answers there were.
  public let total: Int
  /// How many times faster than sustainable the error budget is spent; nil without changes or answers.
  public let burnRate: Double?
}
