/// A stamp of a hybrid logical clock: close to the wall-clock time, and later than every stamp that its replica had
/// made or received before.
///
/// The upper 48 bits count the milliseconds since 1970, the lower 16 bits count stamps within a millisecond; an
/// overflow continues in the next millisecond. Stamps order concurrent versions for display and for the conflict rule
/// `lastWriter`. Only version vectors decide which version supersedes which.
///
/// Source: Kulkarni, Demirbas, Madeppa, Avva and Leone, "Logical Physical Clocks", OPODIS 2014.
public struct HybridTime: Hashable, Comparable, Sendable {
  package let ticks: Int64

  package init(ticks: Int64) {
    self.ticks = ticks
  }

  init(milliseconds: Int64) {
    ticks = max(0, milliseconds) << 16
  }

  /// Makes the valid stamp that is nearest to `ticks`.
  package init(clamping ticks: Int64) {
    self.init(ticks: min(max(ticks, 0), Bounds.sequences.upperBound))
  }

  /// The greatest valid stamp.
  package static let greatest = HybridTime(ticks: Bounds.sequences.upperBound)

  /// The milliseconds since 1970, below 2⁴⁷.
  fileprivate var milliseconds: Int64 { ticks >> 16 }

  /// The stamp's wall-clock time, to the millisecond; at most the latest time that a `Timestamp` can represent.
  public var timestamp: Timestamp {
    Timestamp(seconds: milliseconds / 1_000, nanoseconds: milliseconds % 1_000 * 1_000_000)
  }

  public static func < (one: HybridTime, other: HybridTime) -> Bool { one.ticks < other.ticks }
}

extension HybridTime: Codable {
  public init(from decoder: any Decoder) throws {
    ticks = try decoder.singleValueContainer().decode(Int64.self)
    guard Bounds.sequences.contains(ticks) else {
      throw DecodingError.impossible("\(ticks) is not a valid stamp of a hybrid logical clock", at: decoder)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(ticks)
  }
}
