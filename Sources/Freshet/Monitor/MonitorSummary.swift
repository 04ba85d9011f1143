internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// The results of a monitor's probes; each counts once, when it is certain.
public struct MonitorSummary: Hashable, Sendable {
  /// How many documents the monitor knew at the end.
  public let documents: Int
  /// How many probes it made.
  public let probes: Int
  /// How many probes found no difference.
  public let consistentAtOnce: Int
  /// How many differences were gone within 1, 5 and 10 windows.
  public let consistentWithin: [Int]
  /// How many violations it found.
  public let violations: Int

  package func counting(violations: Int) -> MonitorSummary {
    MonitorSummary(
      documents: documents, probes: probes, consistentAtOnce: consistentAtOnce, consistentWithin: consistentWithin,
      violations: violations)
  }
}
