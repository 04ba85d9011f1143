internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// The time settings of `RetrievalCache.monitor`, which compares documents of the index with their files.
public struct MonitorPlan: Hashable, Sendable {
  /// The time within which a change should normally be indexed. The monitor probes a differing document again after 1,
  /// 5 and 10 windows.
  public let window: Duration
  /// The time within which the monitor probes every document once.
  public let sweep: Duration
  /// The interval at which the monitor lists the sources and the store, to find new and changed documents.
  public let listing: Duration

  /// Creates a plan. Each time has a default.
  ///
  /// - Precondition: all times are positive.
  public init(window: Duration = .seconds(10), sweep: Duration = .seconds(600), listing: Duration = .seconds(5)) {
    precondition(window > .zero && sweep > .zero && listing > .zero, "a duration that isn't positive")
    self.window = window
    self.sweep = sweep
    self.listing = listing
  }

  /// How long a difference must last before the monitor reports it as a violation: ten windows.
  public var doubt: Duration { window * 10 }
}
