package import Freshet

/// Equal intervals of time, from the first change that became visible to the last.
///
/// There are at most 40 intervals, and each has four changes on average, or more: percentiles of fewer changes would
/// mean nothing. If there are fewer than eight changes, or if all became visible at once, there is one interval.
package struct TimeBins: Hashable, Sendable {
  package static let most = 40

  package let first, last: Timestamp
  package let count: Int

  /// Makes the intervals for `refreshes`; nil if `refreshes` is empty.
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
