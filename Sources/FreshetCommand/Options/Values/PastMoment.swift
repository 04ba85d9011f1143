internal import ArgumentParser
internal import Foundation
internal import Freshet
internal import FreshetWire

/// A moment as people name it: a time, a day, or how long ago.
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
  /// A moment before the earliest possible one becomes that one.
  fileprivate func earlier(by nanoseconds: Int64) -> Timestamp {
    let (difference, isOver) = self.nanoseconds.subtractingReportingOverflow(nanoseconds)
    return Timestamp(nanoseconds: isOver ? .min : difference)
  }
}

extension Duration {
  /// Durations on the command line end at 100,000 days, which fit.
  fileprivate var inNanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }
}
