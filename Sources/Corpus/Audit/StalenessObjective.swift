/// What a source's readers are promised: so large a share of its changes is served no later than `staleness` after it was made.
public struct StalenessObjective: Hashable, Sendable {
  /// How long a change may take to be served.
  public let staleness: Duration
  /// Above 0 and below 1: 0.999 leaves one in a thousand as the error budget.
  public let target: Double

  /// The share of changes that must meet the objective by default.
  public static let standardTarget = 0.999

  /// - Precondition: `staleness` is positive, `target` lies between 0 and 1.
  public init(staleness: Duration, target: Double = standardTarget) {
    precondition(staleness > .zero, "an objective of \(staleness)")
    precondition(target > 0 && target < 1, "a target of \(target)")
    self.staleness = staleness
    self.target = target
  }
}
