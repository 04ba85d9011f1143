internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage

/// What is still to do for a document that may differ from what is indexed.
public struct MarkSummary: Hashable, Sendable {
  /// When the change was seen.
  public let since: Timestamp
  /// How many refreshes failed since.
  public let attempts: Int
  /// Why the last one failed; nil before the first failure.
  public let lastError: String?
  /// When the next one is due; nil for at once, and for a dead letter.
  public let nextAttemptAt: Timestamp?
  /// It is a dead letter: no retry until it changes.
  public let isDeadLetter: Bool
}
