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

  @Option(
    name: .customLong("where"), parsing: .singleValue,
    help: ArgumentHelp(
      """
      Search only documents that a filter admits, such as "status = final and tag = on-call and path = ops/** and \
      changed >= 2026-11-01". Conditions: FIELD, tag, path, source and document with =, != and in (A, B); FIELD also with \
      ~ (contains), <, <=, >, >= and exists; changed with >= and <. Joined by and, or, not and parentheses. \
      Repeatable: all filters must admit a document.
      """, valueName: "filter"),
    transform: Self.filter)
  var filters: [DocumentFilter] = []

  /// The condition on documents; nil if all may be searched.
  var filter: DocumentFilter? {
    let matching = patterns.map(DocumentFilter.path).joined { $0 || $1 }
    return (filters + (matching.map { [$0] } ?? [])).joined { $0 && $1 }
  }

  private static func pattern(_ text: String) throws -> DocumentPattern {
    guard let pattern = DocumentPattern(text) else {
      throw ValidationError("expected a pattern that can match a path, such as \"*.md\" or docs/, not \(text)")
    }
    return pattern
  }

  private static func filter(_ text: String) throws -> DocumentFilter {
    do {
      return try DocumentFilter(parsing: text)
    } catch {
      throw ValidationError("\(error)")
    }
  }
}

extension [DocumentFilter] {
  /// The filters joined into one; nil if there are none.
  fileprivate func joined(_ join: (DocumentFilter, DocumentFilter) -> DocumentFilter) -> DocumentFilter? {
    first.map { dropFirst().reduce($0, join) }
  }
}
