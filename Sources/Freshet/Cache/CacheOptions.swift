public import FreshetCorpus
public import Logging
public import Metrics

/// How a cache is opened, beside its store, its embedder and its sources; each option has a default.
///
///     let options = CacheOptions(index: .exact, logger: Logger(label: "answers"))
///     let cache = try RetrievalCache.open(at: .beside("docs"), embedder: .miniLM(), options: options)
public struct CacheOptions: Sendable {
  /// How pushed documents are kept coherent: write-through, or write-behind. Default: `.writeThrough`.
  public var pushed: CoherenceSettings
  /// What to do with concurrent writes, by the names of sources. Default: `keepBoth` for pushed documents, and
  /// `sourceWins` for watched ones.
  public var resolutions: [String: Resolution]
  /// Which similarity index answers. Default: `.auto`, which is exact for few passages.
  public var index: IndexChoice
  /// Writes nothing: a store that is missing is an error instead of being made. Default: false.
  public var readOnly: Bool
  /// Who may use the store from now on: its owner, or the folder's group too. Default: nil, which keeps the sharing.
  ///
  /// It takes effect if the store's owner or root opens the store for writing. In a new store, and in one that other
  /// users could use only because of its umask, nil means the owner. `RetrievalCache.sharingChange` holds what opening
  /// the store changed, and the log has it.
  public var sharing: StoreSharing?
  /// What time it is; nanoseconds since 1970. Default: the system's clock.
  public var clock: WallClock
  /// Where docs/METRICS.md's figures go. Default: the backend that the process was bootstrapped with before.
  public var metrics: any MetricsFactory
  /// Where messages go. Default: nowhere.
  public var logger: Logger
  /// The number of passages from which `IndexChoice.auto` is approximate.
  package var crossover = IndexChoice.crossover

  public init(
    pushed: CoherenceSettings = .writeThrough, resolutions: [String: Resolution] = [:], index: IndexChoice = .auto,
    readOnly: Bool = false, sharing: StoreSharing? = nil, clock: @escaping WallClock = systemClock,
    metrics: any MetricsFactory = MetricsSystem.factory, logger: Logger = RetrievalCache.silent
  ) {
    self.pushed = pushed
    self.resolutions = resolutions
    self.index = index
    self.readOnly = readOnly
    self.sharing = sharing
    self.clock = clock
    self.metrics = metrics
    self.logger = logger
  }
}
