internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// How a monitor samples: see `RetrievalCache.monitor`.
public struct MonitorPlan: Hashable, Sendable {
  /// How long a change may reasonably take to be served: the monitor probes a finding again after 1, 5 and 10 of them.
  public let window: Duration
  /// The monitor probes every document once within this time.
  public let sweep: Duration
  /// How often the monitor lists the sources and the store, to find what was written and what is new.
  public let listing: Duration

  /// A plan with these times; each has a default.
  ///
  /// - Precondition: none is zero or less.
  public init(window: Duration = .seconds(10), sweep: Duration = .seconds(600), listing: Duration = .seconds(5)) {
    precondition(window > .zero && sweep > .zero && listing > .zero, "a duration that isn't positive")
    self.window = window
    self.sweep = sweep
    self.listing = listing
  }

  /// How long after the first probe that met a difference the monitor reports it as a violation: ten windows.
  public var doubt: Duration { window * 10 }
}
