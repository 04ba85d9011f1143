internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// Of what happened in the last `window`, how much was within an objective.
public struct ServiceWindow: Hashable, Sendable {
  public let window: Duration
  public let within: Int
  public let total: Int
  /// How many times faster than sustainable the error budget is spent; nil where nothing happened.
  public let burnRate: Double?
}
