internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage

public struct MarkSummary: Hashable, Sendable {
  public let since: Timestamp
  public let attempts: Int
  public let lastError: String?
  public let nextAttemptAt: Timestamp?
  /// It is a dead letter: no retry until it changes.
  public let isDeadLetter: Bool
}
