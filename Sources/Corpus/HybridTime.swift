/// A stamp of a hybrid logical clock: near the wall clock, and after every stamp that whoever made it had seen.
///
/// 48 bits of milliseconds since 1970, then 16 that count within one; more in a millisecond run into the next. Stamps order
/// concurrent versions for people and for `lastWriter`; what supersedes what is decided by version vectors alone.
/// Source: Kulkarni, Demirbas, Madeppa, Avva and Leone, "Logical Physical Clocks", OPODIS 2014.
public struct HybridTime: Hashable, Comparable, Sendable {
  package let ticks: Int64

  package init(ticks: Int64) {
    self.ticks = ticks
  }

  fileprivate init(milliseconds: Int64) {
    ticks = max(0, milliseconds) << 16
  }

  /// To the millisecond.
  public var timestamp: Timestamp { Timestamp(seconds: 0, nanoseconds: (ticks >> 16) &* 1_000_000) }

  public static func < (one: HybridTime, other: HybridTime) -> Bool { one.ticks < other.ticks }
}

/// The clock of one replica. A wall clock that is set back delays nothing: stamps only grow.
package struct HybridClock: Hashable, Sendable {
  /// A stamp further ahead of the wall clock than this is refused: it would drag every later stamp along.
  package static let maxDrift = Duration.seconds(300)

  package private(set) var last: HybridTime

  package init(last: HybridTime = HybridTime(ticks: 0)) {
    self.last = last
  }

  /// A stamp after all that were made or received before.
  package mutating func tick(at now: Timestamp) -> HybridTime {
    last = max(HybridTime(ticks: last.ticks + 1), HybridTime(milliseconds: now.nanoseconds / 1_000_000))
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

  private static func isPlausible(_ stamp: HybridTime, at now: Timestamp) -> Bool {
    stamp.ticks >= 0 && stamp.timestamp.duration(since: now) <= maxDrift
  }
}

extension HybridTime: Codable {
  public init(from decoder: any Decoder) throws {
    ticks = try decoder.singleValueContainer().decode(Int64.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(ticks)
  }
}
