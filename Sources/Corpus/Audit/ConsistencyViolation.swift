/// A document that readers received wrongly for so long that a monitor reports it.
public struct ConsistencyViolation: Hashable, Sendable {
  /// The document that readers received wrongly.
  public let document: DocumentID
  /// `stale`, `missing`, `orphaned`, `damaged`, `otherSpace`, `drifted`, or `unfound`. The last means that a search by
  /// the vector of one of the document's passages doesn't return this passage.
  public let kind: String
  /// When a probe first saw the violation.
  public let since: Timestamp
  /// When the monitor was sure of the violation.
  public let foundAt: Timestamp
  /// When a probe saw that the violation had ended; nil while it lasts.
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
