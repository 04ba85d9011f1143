/// A promise to a source's readers: the index serves the share `target` of its changes within `staleness` of each
/// change.
public struct StalenessObjective: Hashable, Sendable {
  /// How long a change may take to be served.
  public let staleness: Duration
  /// The share of changes that must be served in time, above 0 and below 1. 0.999 leaves an error budget of one in a
  /// thousand.
  public let target: Double

  /// The default of `target`.
  public static let standardTarget = 0.999

  /// Makes an objective.
  ///
  /// - Precondition: `staleness` is positive, `target` lies between 0 and 1.
  public init(staleness: Duration, target: Double = standardTarget) {
    precondition(staleness > .zero, "an objective of \(staleness)")
    precondition(target > 0 && target < 1, "a target of \(target)")
    self.staleness = staleness
    self.target = target
  }
}
