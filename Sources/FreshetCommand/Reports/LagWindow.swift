/// Computes percentiles of the last 1,000 durations that were added.
package struct LagWindow: Hashable, Sendable {
  package static let size = 1_000

  private var lags: [Duration] = []
  private var next = 0

  package init() {}

  package var count: Int { lags.count }

  /// Adds a duration. If there are 1,000 already, the new duration replaces the oldest.
  package mutating func add(_ lag: Duration) {
    if lags.count < Self.size {
      lags.append(lag)
    } else {
      lags[next] = lag
      next = (next + 1) % Self.size
    }
  }

  /// The percentile by nearest rank: the shortest recorded duration *d* such that at least `percent` % of all are at
  /// most *d*. Nil if there are no durations.
  package func percentile(_ percent: Int) -> Duration? {
    lags.sorted().nearestRank(percent)
  }
}
