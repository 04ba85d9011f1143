internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage

/// The pending refresh of a document that may differ from what is indexed.
public struct MarkSummary: Hashable, Sendable {
  /// When Freshet noticed the change.
  public let since: Timestamp
  /// How many refreshes of the document have failed since Freshet noticed the change.
  public let attempts: Int
  /// Why the last refresh failed; nil if none has failed.
  public let lastError: String?
  /// When the next refresh is due. Nil if it is due at once, or if the document is a dead letter (never retried).
  public let nextAttemptAt: Timestamp?
  /// Whether the document is a dead letter: nothing retries it until it changes or `reindex` runs.
  public let isDeadLetter: Bool
}
