internal import FreshetCorpus
internal import FreshetStorage

/// The text of a document's version, complete or joined from its passages.
public struct VersionText: Hashable, Sendable {
  /// The text.
  public let text: String
  /// True if `text` is exactly the text that a program pushed. False for a document that came from a file: the store
  /// keeps only its passages, and `text` contains these, separated by blank lines.
  public let isExact: Bool

  package init(text: String, isExact: Bool) {
    self.text = text
    self.isExact = isExact
  }
}
