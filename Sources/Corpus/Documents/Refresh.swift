/// A record of one refresh: when a document's source changed, and when the index began to serve the change.
public struct Refresh: Hashable, Sendable {
  /// The refreshed document.
  public let document: DocumentID
  /// When the document changed in its source; nil if unknown, for example for a document that existed before Freshet
  /// first read the source.
  public let changedAt: Timestamp?
  /// When the index began to serve the new text, or to omit the removed document.
  public let visibleAt: Timestamp
  /// The number of distinct passages of the new revision.
  public let passages: Int
  /// The number of the new revision's passages that had no vector yet. The others reuse a stored vector.
  public let embedded: Int

  package init(document: DocumentID, changedAt: Timestamp?, visibleAt: Timestamp, passages: Int, embedded: Int) {
    self.document = document
    self.changedAt = changedAt
    self.visibleAt = visibleAt
    self.passages = passages
    self.embedded = embedded
  }

  /// How long the index served outdated content; never negative. Nil if `changedAt` is unknown.
  public var lag: Duration? { changedAt.map { max(.zero, visibleAt.duration(since: $0)) } }
}
