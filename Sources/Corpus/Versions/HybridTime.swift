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

  /// The nearest stamp that a store can hold.
  package init(clamping ticks: Int64) {
    self.init(ticks: min(max(ticks, 0), Bounds.sequences.upperBound))
  }

  /// The greatest stamp that a store can hold.
  package static let greatest = HybridTime(ticks: Bounds.sequences.upperBound)

  /// At most 2⁴⁷.
  fileprivate var milliseconds: Int64 { ticks >> 16 }

  /// To the millisecond. For a later stamp, the last representable moment.
  public var timestamp: Timestamp {
    Timestamp(seconds: milliseconds / 1_000, nanoseconds: milliseconds % 1_000 * 1_000_000)
  }

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

extension HybridTime: Codable {
  public init(from decoder: any Decoder) throws {
    ticks = try decoder.singleValueContainer().decode(Int64.self)
    guard Bounds.sequences.contains(ticks) else { throw DecodingError.impossible("\(ticks) is no stamp", at: decoder) }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(ticks)
  }
}
