/// A pattern in gitignore's grammar that selects paths: those that it matches, and all below a folder that it matches.
package struct PathPattern: Hashable, Sendable {
  private let rules: OwnRules

  /// Nil for a pattern that can match nothing, and for one that takes back (`!`), because no pattern precedes it.
  package init?(_ text: String) {
    guard let pattern = IgnorePattern(line: ArraySlice(text.utf8)), !pattern.isNegated else { return nil }
    rules = OwnRules(include: [text], exclude: [])
  }

  /// - Parameter path: the path of a file, relative to the root.
  package func matches(_ path: String) -> Bool {
    rules.include(Array(path.utf8).span)
  }
}
