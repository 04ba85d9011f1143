/// The clock of one replica. A wall clock that is set back delays nothing: stamps only grow.
package struct HybridClock: Hashable, Sendable {
  /// A stamp further ahead of the wall clock than this is refused: it would drag every later stamp along.
  package static let maxDrift = Duration.seconds(300)

  package private(set) var last: HybridTime

  package init(last: HybridTime = HybridTime(ticks: 0)) {
    self.last = last
  }

  /// A stamp later than all that were made or received before. A clock that has reached the greatest stamp repeats it,
  /// and only dots order those writes; `freshet repair clock` corrects this.
  package mutating func tick(at now: Timestamp) -> HybridTime {
    let next = last < HybridTime.greatest ? HybridTime(ticks: last.ticks + 1) : HybridTime.greatest
    last = max(next, HybridTime(milliseconds: now.nanoseconds / 1_000_000))
    return last
  }

  /// Makes later stamps follow `stamp`.
  ///
  /// - Returns: false for one too far ahead, which is not taken in.
  package mutating func receive(_ stamp: HybridTime, at now: Timestamp) -> Bool {
    guard Self.isPlausible(stamp, at: now) else { return false }
    last = max(last, stamp)
    return true
  }

  /// Whether a machine whose clock is about right can have made this stamp by now.
  package static func isPlausible(_ stamp: HybridTime, at now: Timestamp) -> Bool {
    (0...latestPlausible(at: now).ticks).contains(stamp.ticks)
  }

  package static func latestPlausible(at now: Timestamp) -> HybridTime {
    let latest = now.nanoseconds / 1_000_000 + maxDrift.components.seconds * 1_000
    return HybridTime(ticks: HybridTime(milliseconds: latest).ticks | 0xffff)
  }
}
