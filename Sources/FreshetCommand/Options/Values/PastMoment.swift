internal import ArgumentParser
internal import Foundation
internal import Freshet
internal import FreshetWire

/// A moment as an option gives it: a time, a day, or a duration before now.
enum PastMoment {
  case at(Timestamp)
  case ago(Duration)

  static let expectation =
    #"a time such as "2026-11-22T17:36:25Z", a day such as "2026-11-22" (it begins at midnight, UTC), or how long ago, such as "24h""#

  static func option(_ text: String) throws -> PastMoment {
    if let ago = DurationText(text)?.duration { return .ago(ago) }
    guard let moment = Timestamp(iso8601: text) ?? Timestamp(iso8601: text + "T00:00:00Z") else {
      throw ValidationError("expected \(expectation), not \(text)")
    }
    return .at(moment)
  }

  func timestamp(at now: Timestamp) -> Timestamp {
    switch self {
    case .at(let moment): moment
    case .ago(let duration): now.earlier(by: duration.inNanoseconds)
    }
  }
}

extension Timestamp {
  /// The moment that is `nanoseconds` before this one, but not before the earliest possible `Timestamp`.
  fileprivate func earlier(by nanoseconds: Int64) -> Timestamp {
    let (difference, isOver) = self.nanoseconds.subtractingReportingOverflow(nanoseconds)
    return Timestamp(nanoseconds: isOver ? .min : difference)
  }
}

extension Duration {
  /// The duration in nanoseconds. `DurationText` allows at most 100,000 days, which fit into `Int64`.
  fileprivate var inNanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }
}
