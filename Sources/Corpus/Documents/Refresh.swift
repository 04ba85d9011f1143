/// One change of a document, from the source to what the index serves.
public struct Refresh: Hashable, Sendable {
  /// The refreshed document.
  public let document: DocumentID
  /// When the source changed; nil if unknown, for example for a document that existed before Freshet first saw its
  /// source.
  public let changedAt: Timestamp?
  /// When the index began to serve the new text, or to omit the removed document.
  public let visibleAt: Timestamp
  /// The number of distinct passages of the new revision.
  public let passages: Int
  /// The number of these passages that had no vector yet; the others reuse a stored vector.
  public let embedded: Int

  package init(document: DocumentID, changedAt: Timestamp?, visibleAt: Timestamp, passages: Int, embedded: Int) {
    self.document = document
    self.changedAt = changedAt
    self.visibleAt = visibleAt
    self.passages = passages
    self.embedded = embedded
  }

  /// How long the index served what the source no longer held; never negative.
  public var lag: Duration? { changedAt.map { max(.zero, visibleAt.duration(since: $0)) } }
}
