public import FreshetCorpus
public import Logging
public import Metrics

/// Options for opening a cache, besides its store, its embedder and its sources. Each option has a default.
///
///     let options = CacheOptions(index: .exact, logger: Logger(label: "answers"))
///     let cache = try RetrievalCache.open(at: .beside("docs"), embedder: .miniLM(), options: options)
public struct CacheOptions: Sendable {
  /// The policy for pushed documents: write-through, or write-behind. Default: `.writeThrough`.
  public var pushed: CoherenceSettings
  /// What to do with concurrent writes, by the names of sources. Default: `keepBoth` for pushed documents, and
  /// `sourceWins` for watched ones.
  public var resolutions: [String: Resolution]
  /// Which similarity index answers. Default: `.auto`, which is exact for few passages.
  public var index: IndexChoice
  /// Opens the store for reading only. A missing store is then an error; otherwise it is created. Default: false.
  public var readOnly: Bool
  /// Who may use the store from now on: its owner, or the folder's group too. Default: nil, which keeps the sharing.
  ///
  /// It takes effect if the store's owner or root opens the store for writing. In a new store, and in one that other
  /// users could use only because of its umask, nil means the owner. `RetrievalCache.sharingChange` holds what opening
  /// the store changed; the logger reports it, too.
  public var sharing: StoreSharing?
  /// The clock: returns nanoseconds since 1970. Default: the system's clock.
  public var clock: WallClock
  /// The backend for the metrics that docs/METRICS.md lists. Default: the one that the process bootstrapped before.
  public var metrics: any MetricsFactory
  /// Where messages go. Default: nowhere.
  public var logger: Logger
  /// The number of passages from which `IndexChoice.auto` is approximate.
  package var crossover = IndexChoice.crossover
  /// Whether a question may start maintenance of the index in the background. A process that ends after its answer
  /// needs none.
  package var tendsAfterQuestions = true

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
