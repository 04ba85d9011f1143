internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage

/// What is known of a document: why it is fresh, stale, absent or failed, and what happens next.
public struct DocumentExplanation: Hashable, Sendable {
  /// The explained document.
  public let document: DocumentID
  /// Nil when it isn't served.
  public let served: ServedSummary?
  /// Nil when nothing is to be done for it.
  public let mark: MarkSummary?
  /// All versions that stand side by side, newest first; empty where nobody disagrees.
  public let siblings: [Sibling]
  /// Why it is not for the index.
  public let skipReason: SkipReason?
  /// The form of an `undecodable` entry's text; nil if unknown.
  public let unread: UnreadText?
  /// How the served document compares with its source now; nil when it isn't served.
  public let freshness: Freshness?
  /// Its last steps, oldest first; at most 16.
  public let transitions: [DocumentTransition]
  /// What monitors found of it, oldest first.
  public let violations: [ConsistencyViolation]
}
