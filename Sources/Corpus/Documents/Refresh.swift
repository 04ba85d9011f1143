/// One change of a document, from its source to what is served.
public struct Refresh: Hashable, Sendable {
  /// The refreshed document.
  public let document: DocumentID
  /// When the source changed; nil where that can't be known, as of a document that was there before its source was first seen.
  public let changedAt: Timestamp?
  /// When its text, or its absence, was served.
  public let visibleAt: Timestamp
  /// Distinct passages of the new revision, and how many of them had no vector yet: the rest was reused.
  public let passages: Int
  /// How many of its passages were embedded for it.
  public let embedded: Int

  package init(document: DocumentID, changedAt: Timestamp?, visibleAt: Timestamp, passages: Int, embedded: Int) {
    self.document = document
    self.changedAt = changedAt
    self.visibleAt = visibleAt
    self.passages = passages
    self.embedded = embedded
  }

  /// How long readers were served what the source no longer held; never negative.
  public var lag: Duration? { changedAt.map { max(.zero, visibleAt.duration(since: $0)) } }
}
