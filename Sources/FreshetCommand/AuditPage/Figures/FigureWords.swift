internal import Freshet

/// Formats numbers, durations and moments for the page, the same in every locale.
extension Int {
  /// The number with commas, such as "1,234,567".
  var grouped: String {
    let digits = Array(String(magnitude))
    let marked = digits.enumerated().map { place, digit in
      place > 0 && (digits.count - place).isMultiple(of: 3) ? ",\(digit)" : "\(digit)"
    }
    return (self < 0 ? "-" : "") + marked.joined()
  }

  /// The number and its noun, such as "1 document" or "1,234 documents".
  func groupedCount(of singular: String) -> String { "\(grouped) \(noun(singular))" }

  /// This number as a percentage of `whole`, such as "12.5 %", rounded down to a tenth. Only the whole gives "100 %",
  /// and only 0 gives "0 %": a share below 0.1 % gives "under 0.1 %".
  func share(of whole: Int) -> String {
    if whole == 0 || self == 0 { return "0\u{A0}%" }
    let tenths = self * 1000 / whole
    return tenths == 0 ? "under 0.1\u{A0}%" : "\((Double(tenths) / 10).tenths)\u{A0}%"
  }
}

extension Double {
  /// The number rounded to a tenth, such as "12.3" or "12".
  var tenths: String { rounded(toPlaces: 1) }

  func rounded(toPlaces places: Int) -> String {
    let scale = [1.0, 10, 100][places]
    let text = String((self * scale).rounded() / scale)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension Timestamp {
  /// The moment in UTC, such as "2026-03-01 09:30:00".
  var toTheSecond: String { String(description.prefix(19)).replacing("T", with: " ") }

  var toTheMinute: String { String(toTheSecond.dropLast(3)) }

  var markup: Markup { "<time datetime=\"\(description)\">\(toTheSecond)</time>" }

  /// The number of whole days from 1 January 1970 (UTC) to this moment.
  var day: Int {
    let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: 86_400_000_000_000)
    return Int(remainder < 0 ? quotient - 1 : quotient)
  }
}

extension StalenessObjective {
  /// The objective, such as "99.9 % within 30 s".
  var inWords: String { "\((target * 100).rounded(toPlaces: 2))\u{A0}% within \(staleness.inWords)" }
}
