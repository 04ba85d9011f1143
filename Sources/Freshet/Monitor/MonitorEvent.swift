internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

public enum MonitorEvent: Hashable, Sendable {
  /// Source and store were listed for the first time: so many documents are there to probe.
  case began(documents: Int)
  case violated(ConsistencyViolation)
  /// A violation that was told of is gone.
  case ended(ConsistencyViolation)
  /// It could not be looked just now; it goes on.
  case unable(why: AdvisedText)
  /// After each listing.
  case summary(MonitorSummary)
}
