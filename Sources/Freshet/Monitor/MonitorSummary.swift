internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// The results of a monitor's probes so far. A probe that found a difference counts as consistent or as a violation
/// only when later probes of the document have decided which.
public struct MonitorSummary: Hashable, Sendable {
  /// How many documents the sources and the store had at the last listing.
  public let documents: Int
  /// How many documents were probed; a document that was probed again later counts again.
  public let probes: Int
  /// How many probes found no difference in a document that hadn't differed before.
  public let consistentAtOnce: Int
  /// How many differences ended within 1 window, within 5 and within 10 windows, in this order. Each difference counts
  /// only in the first of these that applies. `MonitorPlan.window` is the length of a window.
  public let consistentWithin: [Int]
  /// How many violations the monitor found.
  public let violations: Int

  package func counting(violations: Int) -> MonitorSummary {
    MonitorSummary(
      documents: documents, probes: probes, consistentAtOnce: consistentAtOnce, consistentWithin: consistentWithin,
      violations: violations)
  }
}
