/// One of several concurrent versions of a document.
public struct Sibling: Hashable, Sendable {
  /// The name of the write that made the version.
  public let dot: Dot
  /// When the version was written, by the clock of the writing replica.
  public let stamp: HybridTime
  /// The hash of the version's bytes; nil if the version removes the document.
  public let revision: Revision?
  /// The text as a program pushed it; for a document from a file, its passages, with blank lines between them. Nil if
  /// the version removes the document.
  public let text: String?

  package init(dot: Dot, stamp: HybridTime, revision: Revision?, text: String?) {
    self.dot = dot
    self.stamp = stamp
    self.revision = revision
    self.text = text
  }
}
