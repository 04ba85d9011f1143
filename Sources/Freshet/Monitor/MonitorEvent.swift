internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// An event of a running monitor.
public enum MonitorEvent: Hashable, Sendable {
  /// The sources and the store were listed for the first time: the monitor has this many documents to probe.
  case began(documents: Int)
  /// A difference outlasted ten windows.
  case violated(ConsistencyViolation)
  /// A reported violation is gone.
  case ended(ConsistencyViolation)
  /// A listing, a probe or a write of the monitor failed; the monitor goes on.
  case unable(why: AdvisedText)
  /// The results until now, after each listing.
  case summary(MonitorSummary)
}
