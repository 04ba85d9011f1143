/// A replica's hybrid logical clock, which combines the wall clock with a counter. If the wall clock is set back,
/// stamps still increase, and no process waits.
package struct HybridClock: Hashable, Sendable {
  /// How far a received stamp may be ahead of the wall clock. The clock rejects stamps that are further ahead, because
  /// all its own later stamps would have to exceed them.
  package static let maxDrift = Duration.seconds(300)

  package private(set) var last: HybridTime

  package init(last: HybridTime = HybridTime(ticks: 0)) {
    self.last = last
  }

  /// Makes a stamp that is later than all stamps made or received before. A clock that has reached the greatest stamp
  /// repeats it; then only dots (names of writes) order the writes, and `freshet repair clock` corrects this.
  package mutating func tick(at now: Timestamp) -> HybridTime {
    let next = last < HybridTime.greatest ? HybridTime(ticks: last.ticks + 1) : HybridTime.greatest
    last = max(next, HybridTime(milliseconds: now.nanoseconds / 1_000_000))
    return last
  }

  /// Advances the clock to `stamp`, a stamp from another replica, so that later stamps of this clock exceed it.
  ///
  /// - Returns: false if the stamp is too far ahead of `now`; the clock then ignores the stamp.
  package mutating func receive(_ stamp: HybridTime, at now: Timestamp) -> Bool {
    guard Self.isPlausible(stamp, at: now) else { return false }
    last = max(last, stamp)
    return true
  }

  /// Whether `stamp` isn't negative and is at most `maxDrift` ahead of `now`. Freshet rejects other stamps.
  package static func isPlausible(_ stamp: HybridTime, at now: Timestamp) -> Bool {
    (0...latestPlausible(at: now).ticks).contains(stamp.ticks)
  }

  package static func latestPlausible(at now: Timestamp) -> HybridTime {
    let latest = now.nanoseconds / 1_000_000 + maxDrift.components.seconds * 1_000
    return HybridTime(ticks: HybridTime(milliseconds: latest).ticks | 0xffff)
  }
}
