internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// What happens while a monitor runs.
public enum MonitorEvent: Hashable, Sendable {
  /// Source and store were listed for the first time: this many documents are there to probe.
  case began(documents: Int)
  /// A difference outlasted ten windows.
  case violated(ConsistencyViolation)
  /// A reported violation is gone.
  case ended(ConsistencyViolation)
  /// The look failed just now; the monitor goes on.
  case unable(why: AdvisedText)
  /// After each listing.
  case summary(MonitorSummary)
}
