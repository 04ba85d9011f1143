package import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage
internal import FreshetWatching

/// A pattern in the syntax of .gitignore that matches the paths of documents. `SOURCE:PATTERN` matches documents of the
/// source `SOURCE` whose paths match `PATTERN`.
package struct DocumentPattern: Sendable {
  private let anywhere: PathPattern
  private let qualified: (source: String, pattern: PathPattern)?

  /// Parses a pattern. Nil if the pattern can't match any path, or if it is negated (`!`).
  package init?(_ text: String) {
    guard let anywhere = PathPattern(text) else { return nil }
    self.anywhere = anywhere
    let parts = text.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1).map { String(Substring($0)) }
    qualified = parts.count == 2 ? PathPattern(parts[1]).map { (parts[0], $0) } : nil
  }

  package func matches(_ document: DocumentID) -> Bool {
    if anywhere.matches(document.path) { return true }
    guard let qualified, qualified.source == document.source else { return false }
    return qualified.pattern.matches(document.path)
  }
}
