internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// Of what happened in the last `window`, how much was within an objective.
public struct ServiceWindow: Hashable, Sendable {
  /// The length of time that it is about, up to now.
  public let window: Duration
  /// How many changes or answers met the objective.
  public let within: Int
  /// How many there were.
  public let total: Int
  /// How many times faster than sustainable the error budget is spent; nil where nothing happened.
  public let burnRate: Double?
}
