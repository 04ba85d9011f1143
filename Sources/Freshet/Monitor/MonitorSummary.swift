internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// What the probes of a monitor came to; each counts once, when it is no longer in doubt.
public struct MonitorSummary: Hashable, Sendable {
  public let documents: Int
  public let probes: Int
  public let consistentAtOnce: Int
  /// Of those that were in doubt: consistent within 1, 5 and 10 windows.
  public let consistentWithin: [Int]
  public let violations: Int

  package func counting(violations: Int) -> MonitorSummary {
    MonitorSummary(
      documents: documents, probes: probes, consistentAtOnce: consistentAtOnce, consistentWithin: consistentWithin,
      violations: violations)
  }
}
