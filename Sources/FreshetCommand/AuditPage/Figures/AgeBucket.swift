package import Freshet

/// The age of a served text, in whole days of UTC, so that two audits on one day agree.
package enum AgeBucket: String, CaseIterable, Sendable {
  case today
  case week = "1–7 days"
  case month = "8–30 days"
  case quarter = "31–90 days"
  case year = "91–365 days"
  case older = "over a year"
  case unknown

  /// The age of a file at the time `now`. Unknown if `modifiedAt` is nil; a time in the future counts as today, because
  /// no better time is known.
  package init(modifiedAt: Timestamp?, now: Timestamp) {
    guard let modifiedAt else {
      self = .unknown
      return
    }
    switch now.day - modifiedAt.day {
    case ...0: self = .today
    case 1...7: self = .week
    case 8...30: self = .month
    case 31...90: self = .quarter
    case 91...365: self = .year
    default: self = .older
    }
  }
}
