/// A pattern in the grammar of .gitignore that selects files: those that it matches, and all below a folder that it
/// matches.
package struct PathPattern: Hashable, Sendable {
  private let rules: OwnRules

  /// Parses a pattern. Returns nil for one that can match nothing, and for a negated one (`!`), because there is no
  /// earlier pattern to negate.
  package init?(_ text: String) {
    guard let pattern = IgnorePattern(line: ArraySlice(text.utf8)), !pattern.isNegated else { return nil }
    rules = OwnRules(include: [text], exclude: [])
  }

  /// Returns whether the pattern selects a file.
  ///
  /// - Parameter path: the path of the file, relative to the root.
  package func matches(_ path: String) -> Bool {
    rules.include(Array(path.utf8).span)
  }
}
