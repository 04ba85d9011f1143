internal import FreshetCorpus

extension Timestamp {
  /// Reads a day, which means its beginning, or a time of ISO 8601: `2026-11-01`, `2026-11-01T08:30`,
  /// `2026-11-01 08:30:15.25+01:00`. A time without an offset is in UTC, as in YAML. Nil for any other text, and for a
  /// time that nanoseconds since 1970 can't represent.
  init?(dayOrTime text: String) {
    var digits = DigitReader(text)
    guard let day = digits.day() else { return nil }
    if digits.isAtEnd {
      self.init(seconds: day * 86_400, fraction: 0)
      return
    }
    guard digits.skip("Tt "), let time = digits.timeOfDay(), let offset = digits.offset(), digits.isAtEnd else {
      return nil
    }
    self.init(seconds: day * 86_400 + time.seconds - offset, fraction: time.nanoseconds)
  }

  private init?(seconds: Int64, fraction: Int64) {
    let (whole, isOver) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, isOverToo) = whole.addingReportingOverflow(fraction)
    if isOver || isOverToo { return nil }
    self.init(nanoseconds: sum)
  }

  /// The time in UTC with all its nanoseconds, as `init(dayOrTime:)` reads it.
  var exactText: String {
    let second = nanoseconds / 1_000_000_000 - (nanoseconds % 1_000_000_000 < 0 ? 1 : 0)
    let fraction = (nanoseconds % 1_000_000_000 + 1_000_000_000) % 1_000_000_000
    let day = second / 86_400 - (second % 86_400 < 0 ? 1 : 0)
    let time = (second % 86_400 + 86_400) % 86_400
    let date = CivilDate(day: day)
    let clock = [time / 3_600, time / 60 % 60, time % 60].map { Self.padded($0, to: 2) }.joined(separator: ":")
    var digits = Self.padded(fraction, to: 9)
    while digits.hasSuffix("0") { digits.removeLast() }
    let days = [Self.padded(date.year, to: 4), Self.padded(date.month, to: 2), Self.padded(date.day, to: 2)]
    return "\(days.joined(separator: "-"))T\(clock)\(digits.isEmpty ? "" : ".\(digits)")Z"
  }

  private static func padded(_ number: Int64, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

/// A date of the Gregorian calendar, also before its introduction.
///
/// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013 (days_from_civil, civil_from_days).
private struct CivilDate {
  let year, month, day: Int64

  /// Makes the date that is `day` days after 1970-01-01.
  init(day: Int64) {
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    self.day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// The number of days from 1970-01-01 to a date; nil if there is no such date, such as February 30.
  static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64? {
    guard (1...12).contains(month), (1...31).contains(day) else { return nil }
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    let date = CivilDate(day: days)
    return date.month == month && date.day == day ? days : nil
  }
}

/// Reads a date and a time from the bytes of a text, from left to right.
private struct DigitReader {
  private var rest: Substring.UTF8View

  init(_ text: String) {
    rest = Substring(text).utf8
  }

  var isAtEnd: Bool { rest.isEmpty }

  /// Skips the next byte if it is one of `signs`.
  mutating func skip(_ signs: String) -> Bool {
    guard let next = rest.first, signs.utf8.contains(next) else { return false }
    rest.removeFirst()
    return true
  }

  /// Reads exactly `count` digits.
  private mutating func number(_ count: Int) -> Int64? {
    let digits = rest.prefix(count)
    guard digits.count == count, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
      return nil
    }
    rest.removeFirst(count)
    return digits.reduce(0) { 10 * $0 + Int64($1 - UInt8(ascii: "0")) }
  }

  mutating func day() -> Int64? {
    guard let year = number(4), skip("-"), let month = number(2), skip("-"), let day = number(2) else { return nil }
    return CivilDate.days(year, month, day)
  }

  mutating func timeOfDay() -> (seconds: Int64, nanoseconds: Int64)? {
    guard let hour = number(2), hour < 24, skip(":"), let minute = number(2), minute < 60 else { return nil }
    guard skip(":") else { return (hour * 3_600 + minute * 60, 0) }
    guard let second = number(2), second < 60 else { return nil }
    let whole = hour * 3_600 + minute * 60 + second
    guard skip(".") else { return (whole, 0) }
    var (fraction, scale): (Int64, Int64) = (0, 1_000_000_000)
    while scale > 1, let digit = number(1) { (fraction, scale) = (10 * fraction + digit, scale / 10) }
    return scale == 1_000_000_000 ? nil : (whole, fraction * scale)
  }

  /// Reads `Z`, an offset such as `+01:00`, or nothing, which means UTC.
  ///
  /// - Returns: the offset in seconds.
  mutating func offset() -> Int64? {
    if isAtEnd || skip("Zz") { return 0 }
    let isNegative = rest.first == UInt8(ascii: "-")
    guard skip("+-"), let hours = number(2), hours < 24 else { return nil }
    _ = skip(":")
    guard let minutes = number(2), minutes < 60 else { return nil }
    return (isNegative ? -1 : 1) * (hours * 3_600 + minutes * 60)
  }
}
