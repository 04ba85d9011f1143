internal import ArgumentParser

/// A duration as people write it: a number with ms, s, m, h or d behind it.
package struct DurationText: Hashable, Sendable {
  package let duration: Duration

  package init(_ duration: Duration) {
    self.duration = duration
  }

  /// Nil for anything else, and for what is over 100,000 days.
  package init?(_ text: String) {
    guard let match = text.wholeMatch(of: /(\d+(?:\.\d+)?)(ms|s|m|h|d)/), let number = Double(match.1),
      let milliseconds = Self.units.first(where: { $0.name == match.2 })?.milliseconds
    else { return nil }
    let total = number * Double(milliseconds)
    guard total <= 100_000 * 86_400_000 else { return nil }
    duration = .milliseconds(total)
  }

  static let expectation = #"a duration such as "300ms", "5s", "10m", "2h" or "1d""#

  /// An option's value.
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
  /// In the largest unit that it is a whole number of.
  package var description: String {
    let milliseconds = Int64((duration / .milliseconds(1)).rounded())
    if milliseconds == 0 { return "0s" }
    let unit = Self.units.first { milliseconds.isMultiple(of: $0.milliseconds) } ?? ("ms", 1)
    return "\(milliseconds / unit.milliseconds)\(unit.name)"
  }
}
