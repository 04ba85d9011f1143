/// A service level objective for a source: the index serves at least the share `target` of the source's changes within
/// `staleness` after each change.
public struct StalenessObjective: Hashable, Sendable {
  /// The time within which the index must serve a change.
  public let staleness: Duration
  /// The share of changes that the index must serve in time, above 0 and below 1. With 0.999, one change in a thousand
  /// may be late.
  public let target: Double

  /// The default value of `target`.
  public static let standardTarget = 0.999

  /// Makes a staleness objective.
  ///
  /// - Precondition: `staleness` is positive, and `target` is above 0 and below 1.
  public init(staleness: Duration, target: Double = standardTarget) {
    precondition(staleness > .zero, "a staleness objective must be positive, not \(staleness)")
    precondition(target > 0 && target < 1, "the target of an objective must be above 0 and below 1, not \(target)")
    self.staleness = staleness
    self.target = target
  }
}
