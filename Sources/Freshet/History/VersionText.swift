internal import FreshetCorpus
internal import FreshetStorage

/// The text of a version as far as the store has it.
public struct VersionText: Hashable, Sendable {
  /// The text.
  public let text: String
  /// Whether `text` has exactly the bytes that a program pushed. Of a document that came from a file, the store keeps
  /// only the passages: `text` is then these, with blank lines between them.
  public let isExact: Bool

  package init(text: String, isExact: Bool) {
    self.text = text
    self.isExact = isExact
  }
}
