/// One of the versions that stand side by side.
public struct Sibling: Hashable, Sendable {
  /// The name of the write that made it.
  public let dot: Dot
  /// When it was written, by the writer's hybrid clock.
  public let stamp: HybridTime
  /// Nil: the document was removed.
  public let revision: Revision?
  /// The text as a program pushed it; for a document that came from a file, its passages with blank lines between them.
  /// Nil: the document was removed.
  public let text: String?

  package init(dot: Dot, stamp: HybridTime, revision: Revision?, text: String?) {
    self.dot = dot
    self.stamp = stamp
    self.revision = revision
    self.text = text
  }
}
