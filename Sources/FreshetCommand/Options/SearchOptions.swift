internal import ArgumentParser
internal import Freshet

/// How much of the truth a search by vector must find.
struct RecallOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      How many of the nearest passages the search by meaning must find: a share of them such as 0.95, in 19 answers of 20, \
      or exact for all.
      """, valueName: "share"),
    transform: Self.target)
  var recall = RecallTarget.standard

  private static func target(_ text: String) throws -> RecallTarget {
    if text == "exact" { return .exact }
    guard let share = Double(text), share > 0, share <= 1 else {
      throw ValidationError("expected exact, or a share over 0 and at most 1 such as 0.95, not \(text)")
    }
    return .atLeast(share)
  }
}

/// Which documents an answer may come from.
struct ScopeOptions: ParsableArguments {
  @Option(
    name: .customLong("in"), parsing: .singleValue,
    help: ArgumentHelp(
      """
      Only documents whose path matches, in gitignore's grammar, such as "*.md" or docs/; of one source as source:pattern. \
      Repeat it for documents that match any of several.
      """, valueName: "pattern"),
    transform: Self.pattern)
  var patterns: [DocumentPattern] = []

  var scope: DocumentScope { patterns.isEmpty ? .everything : .matching(patterns) }

  private static func pattern(_ text: String) throws -> DocumentPattern {
    guard let pattern = DocumentPattern(text) else {
      throw ValidationError("expected a pattern that can match a path, such as \"*.md\" or docs/, not \(text)")
    }
    return pattern
  }
}
