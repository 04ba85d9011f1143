package import Freshet

/// The 50th, 95th and 99th percentiles of the time that changes took to become visible.
package struct LagPercentiles: Hashable, Sendable {
  package let p50, p95, p99: Duration
  package let count: Int

  /// Computes the percentiles from the refreshes whose lag is known; nil if there are none.
  package init?(_ refreshes: [Refresh]) {
    let lags = refreshes.compactMap(\.lag).sorted()
    guard let p50 = lags.nearestRank(50), let p95 = lags.nearestRank(95), let p99 = lags.nearestRank(99) else {
      return nil
    }
    (self.p50, self.p95, self.p99) = (p50, p95, p99)
    count = lags.count
  }
}
