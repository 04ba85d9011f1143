/// A pattern in gitignore's grammar that takes in a path by itself: what matches it, and all that lies below a folder that does.
package struct PathPattern: Hashable, Sendable {
  private let rules: OwnRules

  /// Nil for a pattern that can match nothing, and for one that takes back (`!`): nothing stands before it.
  package init?(_ text: String) {
    guard let pattern = IgnorePattern(line: ArraySlice(text.utf8)), !pattern.isNegated else { return nil }
    rules = OwnRules(include: [text], exclude: [])
  }

  /// - Parameter path: of a file, relative to the root.
  package func matches(_ path: String) -> Bool {
    rules.include(Array(path.utf8).span)
  }
}
