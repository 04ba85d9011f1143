internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage

/// What the cache knows about one document: why the document is fresh, stale, absent or failed, and what will happen
/// next.
public struct DocumentExplanation: Hashable, Sendable {
  /// The explained document.
  public let document: DocumentID
  /// Facts about the version that the store serves; nil if the store doesn't serve the document.
  public let served: ServedSummary?
  /// The pending refresh of the document; nil if none is pending.
  public let mark: MarkSummary?
  /// The document's conflicting versions, newest first; empty if there is no conflict.
  public let siblings: [Sibling]
  /// Why Freshet skips the file; nil if it doesn't.
  public let skipReason: SkipReason?
  /// The file format or text encoding of a file that is skipped as `undecodable`; nil if unknown.
  public let unread: UnreadText?
  /// How the served document compares with its file now; nil if the document isn't served.
  public let freshness: Freshness?
  /// The last recorded events of the document's indexing, such as "marked" or "indexed", oldest first; at most 16.
  public let transitions: [DocumentTransition]
  /// The differences between index and file that `freshet monitor` found in the document, oldest first.
  public let violations: [ConsistencyViolation]
}
