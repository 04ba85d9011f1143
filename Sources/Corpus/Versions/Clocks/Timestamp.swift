internal import Foundation

/// A time of the wall clock, in nanoseconds since 1970-01-01T00:00:00Z.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// The nanoseconds since 1970-01-01 00:00 UTC, without leap seconds.
  public let nanoseconds: Int64

  /// Makes a time from nanoseconds since 1970-01-01 00:00 UTC.
  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// Makes a time from seconds and nanoseconds since 1970-01-01 00:00 UTC. Values before 1677 or after 2262 become the
  /// first or the last representable time.
  package init(seconds: Int64, nanoseconds: Int64) {
    let (whole, isOver) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, isOverToo) = whole.addingReportingOverflow(nanoseconds)
    self.nanoseconds = isOver || isOverToo ? (seconds < 0 ? .min : .max) : sum
  }

  public static func < (one: Timestamp, other: Timestamp) -> Bool {
    one.nanoseconds < other.nanoseconds
  }

  /// The duration from `earlier` to this time; negative if `earlier` is later.
  public func duration(since earlier: Timestamp) -> Duration {
    .nanoseconds(nanoseconds) - .nanoseconds(earlier.nanoseconds)
  }
}

extension Timestamp: CustomStringConvertible {
  /// The time as ISO 8601 text in UTC, truncated to milliseconds.
  public var description: String {
    let (seconds, rest) = nanoseconds.flooredDivision(by: 1_000_000_000)
    let milliseconds = "\(1000 + rest / 1_000_000)".dropFirst()
    let whole = Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
    return "\(whole.dropLast()).\(milliseconds)Z"
  }
}

extension Timestamp: Codable {
  public init(from decoder: any Decoder) throws {
    nanoseconds = try decoder.singleValueContainer().decode(Int64.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(nanoseconds)
  }
}

extension Int64 {
  fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
