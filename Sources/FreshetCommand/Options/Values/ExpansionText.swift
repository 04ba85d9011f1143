internal import ArgumentParser
internal import Freshet

/// The argument of `--expand`: how much text to show around a passage.
enum ExpansionText {
  private static let most = 100_000

  static func option(_ text: String) throws -> Expansion {
    switch text {
    case "passage": return .passage
    case "section": return .standard
    default:
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      if parts.count == 2, parts[0] == "section", let tokens = number(parts[1]), tokens > 0 {
        return .section(upTo: tokens)
      }
      if let count = number(parts[0]), parts.count == 1 { return .neighbours(count) }
      throw ValidationError(
        "expected section, section:TOKENS, passage, or a number of passages such as 1, not \(text); at most \(most)")
    }
  }

  private static func number(_ text: Substring) -> Int? {
    text.allSatisfy(\.isASCII) ? Int(text).flatMap { (0...most).contains($0) ? $0 : nil } : nil
  }
}
