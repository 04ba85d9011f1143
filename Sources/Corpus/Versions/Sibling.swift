/// A sibling: one of several concurrent versions of a document, none of which supersedes another.
public struct Sibling: Hashable, Sendable {
  /// The unique name of the write that made the version.
  public let dot: Dot
  /// The time when the version was written, by the hybrid logical clock of the writing replica.
  public let stamp: HybridTime
  /// The hash of the version's bytes; nil if the version removes the document.
  public let revision: Revision?
  /// The version's text: for a pushed document, exactly as a program wrote it; for a document from a file, its
  /// passages, separated by blank lines. Nil if the version removes the document.
  public let text: String?

  package init(dot: Dot, stamp: HybridTime, revision: Revision?, text: String?) {
    self.dot = dot
    self.stamp = stamp
    self.revision = revision
    self.text = text
  }
}
