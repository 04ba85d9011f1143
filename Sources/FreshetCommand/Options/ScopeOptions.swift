internal import ArgumentParser
internal import Freshet

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
