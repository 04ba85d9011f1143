internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage

/// What is still to do for a document that may differ from what is indexed.
public struct MarkSummary: Hashable, Sendable {
  /// When the change was seen.
  public let since: Timestamp
  /// How many refreshes failed since.
  public let attempts: Int
  /// Why the last refresh failed; nil before the first failure.
  public let lastError: String?
  /// When the next refresh is due; nil for at once, and for a dead letter.
  public let nextAttemptAt: Timestamp?
  /// Whether the document is a dead letter: nothing retries it until it changes or `reindex` runs.
  public let isDeadLetter: Bool
}
