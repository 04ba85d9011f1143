/// A document that readers got wrong for so long that a monitor reports it.
public struct ConsistencyViolation: Hashable, Sendable {
  /// The document that readers got wrong.
  public let document: DocumentID
  /// `stale`, `missing`, `orphaned`, `damaged`, `otherSpace`, `drifted`, or `unfound`: a search for one of its passages by
  /// that passage's own vector doesn't return it.
  public let kind: String
  /// When a probe first saw it.
  public let since: Timestamp
  /// When the monitor was sure of it.
  public let foundAt: Timestamp
  /// When it was seen to be gone; nil while it isn't.
  public let endedAt: Timestamp?
  /// The document's last steps when the violation was found, oldest first.
  public let transitions: [DocumentTransition]

  package init(
    document: DocumentID, kind: String, since: Timestamp, foundAt: Timestamp, endedAt: Timestamp?,
    transitions: [DocumentTransition]
  ) {
    self.document = document
    self.kind = kind
    self.since = since
    self.foundAt = foundAt
    self.endedAt = endedAt
    self.transitions = transitions
  }
}
