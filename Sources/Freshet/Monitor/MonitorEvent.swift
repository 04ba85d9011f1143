internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// An event that `RetrievalCache.monitor` reports.
public enum MonitorEvent: Hashable, Sendable {
  /// The monitor has listed the sources and the store for the first time, and will probe this many documents.
  case began(documents: Int)
  /// The monitor found a violation: a difference between index and file that lasted for ten windows (see
  /// `MonitorPlan.window`).
  case violated(ConsistencyViolation)
  /// A violation that was reported before has ended.
  case ended(ConsistencyViolation)
  /// A listing, a probe or a write of the monitor failed. The monitor continues.
  case unable(why: AdvisedText)
  /// The results so far. Reported after each listing of the sources.
  case summary(MonitorSummary)
}
