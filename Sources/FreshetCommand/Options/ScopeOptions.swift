internal import ArgumentParser
internal import Freshet

/// Which documents an answer may come from.
struct ScopeOptions: ParsableArguments {
  @Option(
    name: .customLong("in"), parsing: .singleValue,
    help: ArgumentHelp(
      """
      Search only documents whose path matches a pattern in gitignore's syntax, such as "*.md" or docs/; source:pattern \
      searches one source. Repeatable: a document must match one of the patterns.
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
