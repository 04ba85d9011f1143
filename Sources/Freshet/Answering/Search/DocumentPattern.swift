package import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage
internal import FreshetWatching

/// A pattern in gitignore's grammar for the paths of documents. `SOURCE:PATTERN` matches the documents of that source
/// whose paths match `PATTERN`.
package struct DocumentPattern: Sendable {
  private let anywhere: PathPattern
  private let qualified: (source: String, pattern: PathPattern)?

  /// Reads a pattern; nil for one that can match nothing, and for a negated one (`!`).
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
