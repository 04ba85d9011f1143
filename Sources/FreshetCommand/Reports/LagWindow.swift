/// The last thousand durations, and what share of them was shorter.
package struct LagWindow: Hashable, Sendable {
  package static let size = 1_000

  private var lags: [Duration] = []
  private var next = 0

  package init() {}

  package var count: Int { lags.count }

  /// Adds a duration. If the window is full, it replaces the oldest one.
  package mutating func add(_ lag: Duration) {
    if lags.count < Self.size {
      lags.append(lag)
    } else {
      lags[next] = lag
      next = (next + 1) % Self.size
    }
  }

  /// The shortest duration that at least `percent` of all are not longer than (nearest rank); nil when there are none.
  package func percentile(_ percent: Int) -> Duration? {
    lags.sorted().nearestRank(percent)
  }
}
