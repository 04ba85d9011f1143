internal import ArgumentParser

/// A duration as people write it: a number followed by ms, s, m, h or d, such as "1.5h".
package struct DurationText: Hashable, Sendable {
  package let duration: Duration

  package init(_ duration: Duration) {
    self.duration = duration
  }

  /// Parses a duration. Nil for text in any other form, and for durations of more than 100,000 days.
  package init?(_ text: String) {
    guard let match = text.wholeMatch(of: /(\d+(?:\.\d+)?)(ms|s|m|h|d)/), let number = Double(match.1),
      let milliseconds = Self.units.first(where: { $0.name == match.2 })?.milliseconds
    else { return nil }
    let total = number * Double(milliseconds)
    guard total <= 100_000 * 86_400_000 else { return nil }
    duration = .milliseconds(total)
  }

  static let expectation = #"a duration such as "300ms", "5s", "10m", "2h" or "1d""#

  /// Parses an option's value.
  ///
  /// - Throws: `ValidationError` if the text isn't a duration.
  static func option(_ text: String) throws -> Duration {
    guard let duration = DurationText(text)?.duration else {
      throw ValidationError("expected \(expectation), not \(text)")
    }
    return duration
  }

  private static let units: [(name: String, milliseconds: Int64)] = [
    ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1),
  ]
}

extension DurationText: CustomStringConvertible {
  /// The duration, rounded to milliseconds, in the largest unit of which it is a multiple, such as "90s".
  package var description: String {
    let milliseconds = Int64((duration / .milliseconds(1)).rounded())
    if milliseconds == 0 { return "0s" }
    let unit = Self.units.first { milliseconds.isMultiple(of: $0.milliseconds) } ?? ("ms", 1)
    return "\(milliseconds / unit.milliseconds)\(unit.name)"
  }
}
