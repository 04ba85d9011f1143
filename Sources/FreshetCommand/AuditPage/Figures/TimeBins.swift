package import Freshet

/// Equal stretches of time, from the first change that became visible to the last.
///
/// At most 40, and no more than leave four changes for each on average: percentiles of fewer say nothing.
package struct TimeBins: Hashable, Sendable {
  package static let most = 40

  package let first, last: Timestamp
  package let count: Int

  /// Nil when there is no change.
  package init?(_ refreshes: [Refresh]) {
    let moments = refreshes.map(\.visibleAt)
    guard let first = moments.min(), let last = moments.max() else { return nil }
    (self.first, self.last) = (first, last)
    count = first == last ? 1 : Swift.min(Self.most, Swift.max(1, refreshes.count / 4))
  }

  package func index(of moment: Timestamp) -> Int {
    let share = moment.duration(since: first).inSeconds / last.duration(since: first).inSeconds
    return first == last ? 0 : Swift.min(count - 1, Int(share * Double(count)))
  }

  func split(_ refreshes: [Refresh]) -> [[Refresh]] {
    var parts = [[Refresh]](repeating: [], count: count)
    for refresh in refreshes { parts[index(of: refresh.visibleAt)].append(refresh) }
    return parts
  }
}

/// What half, 95 and 99 of a hundred changes took at most to become visible.
package struct LagPercentiles: Hashable, Sendable {
  package let p50, p95, p99: Duration
  package let count: Int

  /// Nil when no lag is known.
  package init?(_ refreshes: [Refresh]) {
    let lags = refreshes.compactMap(\.lag).sorted()
    guard let p50 = lags.nearestRank(50), let p95 = lags.nearestRank(95), let p99 = lags.nearestRank(99) else {
      return nil
    }
    (self.p50, self.p95, self.p99) = (p50, p95, p99)
    count = lags.count
  }
}

/// Passages of refreshed documents that had their vectors already, and those that had to be embedded.
package struct EmbeddingWork: Hashable, Sendable {
  package let reused, embedded: Int

  package init(_ refreshes: [Refresh]) {
    embedded = refreshes.reduce(0) { $0 + $1.embedded }
    reused = refreshes.reduce(0) { $0 + $1.passages } - embedded
  }

  package var passages: Int { reused + embedded }
}
