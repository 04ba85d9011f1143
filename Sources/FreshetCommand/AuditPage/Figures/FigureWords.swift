internal import Freshet

/// Numbers, durations and moments in the page's words, the same in every locale.
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

  /// The share of a whole, such as "12.5 %", rounded down: only the whole is "100 %", and only nothing is "0 %".
  func share(of whole: Int) -> String {
    if whole == 0 || self == 0 { return "0\u{A0}%" }
    let tenths = self * 1000 / whole
    return tenths == 0 ? "under 0.1\u{A0}%" : "\((Double(tenths) / 10).tenths)\u{A0}%"
  }
}

extension Double {
  /// The number to a tenth, such as "12.3" or "12".
  var tenths: String { rounded(toPlaces: 1) }

  fileprivate func rounded(toPlaces places: Int) -> String {
    let scale = [1.0, 10, 100][places]
    let text = String((self * scale).rounded() / scale)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension Duration {
  /// The duration to two places, such as "840 ms", "1.24 s", "3 min 20 s", "5 h 12 min" or "3 d 4 h".
  package var inWords: String {
    let seconds = inSeconds
    if seconds < 1 { return "\((seconds * 1000).rounded(toPlaces: seconds < 0.01 ? 1 : 0)) ms" }
    if seconds < 60 { return "\(seconds.rounded(toPlaces: seconds < 10 ? 2 : 1)) s" }
    let whole = Int(seconds.rounded())
    if whole < 3600 { return Self.pair(whole, (60, "min"), (1, "s")) }
    if whole < 86_400 { return Self.pair(whole, (3600, "h"), (60, "min")) }
    return Self.pair(whole, (86_400, "d"), (3600, "h"))
  }

  private static func pair(_ seconds: Int, _ large: (Int, String), _ small: (Int, String)) -> String {
    let rest = seconds % large.0 / small.0
    return "\((seconds / large.0).grouped) \(large.1)" + (rest == 0 ? "" : " \(rest) \(small.1)")
  }
}

extension Timestamp {
  /// The moment in UTC, such as "2026-03-01 09:30:00".
  var toTheSecond: String { String(description.prefix(19)).replacing("T", with: " ") }

  var toTheMinute: String { String(toTheSecond.dropLast(3)) }

  var markup: Markup { "<time datetime=\"\(description)\">\(toTheSecond)</time>" }

  /// The number of whole days of UTC since 1970.
  var day: Int {
    let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: 86_400_000_000_000)
    return Int(remainder < 0 ? quotient - 1 : quotient)
  }
}

extension StalenessObjective {
  /// The objective, such as "99.9 % within 30 s".
  var inWords: String { "\((target * 100).rounded(toPlaces: 2))\u{A0}% within \(staleness.inWords)" }
}
