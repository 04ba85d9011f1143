internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage

/// What the cache knows about a document: why it is fresh, stale, absent or failed, and what happens next.
public struct DocumentExplanation: Hashable, Sendable {
  /// The explained document.
  public let document: DocumentID
  /// What the store serves of the document; nil if it serves nothing.
  public let served: ServedSummary?
  /// What is still to do for the document; nil if nothing is.
  public let mark: MarkSummary?
  /// The standing versions if they conflict, newest first; otherwise empty.
  public let siblings: [Sibling]
  /// Why the entry is skipped; nil if it isn't.
  public let skipReason: SkipReason?
  /// The form of an `undecodable` entry's text; nil if unknown.
  public let unread: UnreadText?
  /// How the served document compares with its source now; nil when it isn't served.
  public let freshness: Freshness?
  /// The document's last recorded steps, oldest first; at most 16.
  public let transitions: [DocumentTransition]
  /// The violations that monitors found in the document, oldest first.
  public let violations: [ConsistencyViolation]
}
