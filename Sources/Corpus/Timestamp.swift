internal import Foundation

/// A moment on the wall clock: nanoseconds since 1970-01-01T00:00:00Z.
public struct Timestamp: Hashable, Comparable, Sendable {
  public let nanoseconds: Int64

  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  package init(seconds: Int64, nanoseconds: Int64) {
    self.nanoseconds = seconds * 1_000_000_000 + nanoseconds
  }

  public static func < (one: Timestamp, other: Timestamp) -> Bool {
    one.nanoseconds < other.nanoseconds
  }

  /// From `earlier` to this moment; negative when `earlier` lies after it.
  public func duration(since earlier: Timestamp) -> Duration {
    .nanoseconds(nanoseconds - earlier.nanoseconds)
  }
}

extension Timestamp: CustomStringConvertible {
  /// ISO 8601 in UTC, to the millisecond.
  public var description: String {
    Date(timeIntervalSince1970: Double(nanoseconds) / 1e9)
      .formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true).timeZone(separator: .omitted))
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
