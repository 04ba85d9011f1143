internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// How a monitor samples: see `RetrievalCache.monitor`.
public struct MonitorPlan: Hashable, Sendable {
  /// How long a change may reasonably take to be served: the monitor probes a finding again after 1, 5 and 10 of them.
  public let window: Duration
  /// In this time every document is probed once.
  public let sweep: Duration
  /// How often source and store are listed, to find what was written and what is new.
  public let listing: Duration

  /// - Precondition: none is zero or less.
  public init(window: Duration = .seconds(10), sweep: Duration = .seconds(600), listing: Duration = .seconds(5)) {
    precondition(window > .zero && sweep > .zero && listing > .zero, "a duration that isn't positive")
    self.window = window
    self.sweep = sweep
    self.listing = listing
  }

  /// How long after its beginning the monitor reports a violation at the latest, once it probed it.
  public var doubt: Duration { window * 10 }
}
