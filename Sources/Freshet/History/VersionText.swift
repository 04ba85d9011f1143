internal import FreshetCorpus
internal import FreshetStorage

/// The text of a version as far as the store has it.
public struct VersionText: Hashable, Sendable {
  /// The text.
  public let text: String
  /// Byte by byte as it was pushed. Of a document that came from a file only the passages are kept: those, parted by
  /// blank lines.
  public let isExact: Bool

  package init(text: String, isExact: Bool) {
    self.text = text
    self.isExact = isExact
  }
}
