/// A consistency violation: the index served a document incorrectly, for example with outdated text, for longer than
/// the monitor tolerates.
public struct ConsistencyViolation: Hashable, Sendable {
  /// The document that the index served incorrectly.
  public let document: DocumentID
  /// The kind of violation: `stale`, `missing`, `orphaned`, `damaged`, `otherSpace`, `drifted`, or `unfound`. The last
  /// means that a search with the vector of one of the document's passages doesn't return this passage.
  public let kind: String
  /// When a probe (a test read of the monitor) first saw the violation.
  public let since: Timestamp
  /// When the monitor reported the violation.
  public let foundAt: Timestamp
  /// When a later probe no longer saw the violation; nil while the violation lasts.
  public let endedAt: Timestamp?
  /// The document's last state transitions when the monitor reported the violation, oldest first.
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
