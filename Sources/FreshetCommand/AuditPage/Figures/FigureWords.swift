internal import Freshet

/// Figures as the page says them, the same in every locale.
extension Int {
  /// "1,234,567".
  var grouped: String {
    let digits = Array(String(magnitude))
    let marked = digits.enumerated().map { place, digit in
      place > 0 && (digits.count - place).isMultiple(of: 3) ? ",\(digit)" : "\(digit)"
    }
    return (self < 0 ? "-" : "") + marked.joined()
  }

  /// "1 document", "1,234 documents".
  func groupedCount(of singular: String) -> String { "\(grouped) \(noun(singular))" }

  /// "12.5 %", rounded down, so that only all is "100 %"; what isn't nothing is never "0 %".
  func share(of whole: Int) -> String {
    if whole == 0 || self == 0 { return "0\u{A0}%" }
    let tenths = self * 1000 / whole
    return tenths == 0 ? "under 0.1\u{A0}%" : "\((Double(tenths) / 10).tenths)\u{A0}%"
  }
}

extension Double {
  /// "12.3", "12".
  var tenths: String { rounded(toPlaces: 1) }

  fileprivate func rounded(toPlaces places: Int) -> String {
    let scale = [1.0, 10, 100][places]
    let text = String((self * scale).rounded() / scale)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension Duration {
  /// "840 ms", "1.24 s", "3 min 20 s", "5 h 12 min", "3 d 4 h": as exact as a reader wants it.
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
  /// "2026-03-01 09:30:00", in UTC.
  var toTheSecond: String { String(description.prefix(19)).replacing("T", with: " ") }

  var toTheMinute: String { String(toTheSecond.dropLast(3)) }

  var markup: Markup { "<time datetime=\"\(description)\">\(toTheSecond)</time>" }

  /// Whole days of UTC since 1970.
  var day: Int {
    let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: 86_400_000_000_000)
    return Int(remainder < 0 ? quotient - 1 : quotient)
  }
}

extension StalenessObjective {
  /// "99.9 % within 30 s".
  var inWords: String { "\((target * 100).rounded(toPlaces: 2))\u{A0}% within \(staleness.inWords)" }
}
