public import FreshetCorpus
public import Logging
public import Metrics

/// Options for opening a cache, besides its store, its embedder and its sources. Each option has a default.
///
///     let options = CacheOptions(index: .exact, logger: Logger(label: "answers"))
///     let cache = try RetrievalCache.open(at: .beside("docs"), embedder: .miniLM(), options: options)
public struct CacheOptions: Sendable {
  /// The policy for pushed documents (texts that programs write into the store): write-through or write-behind.
  /// Default: `.writeThrough`.
  public var pushed: CoherenceSettings
  /// The sizes of passages of pushed documents. Default: nil, which keeps those that the store has on record; a new
  /// store gets a target of 100 and a maximum of 254 tokens, or less if the embedder's limit is smaller.
  public var pushedPassages: PassageSizes?
  /// How to resolve concurrent writes of a document. The keys are names of sources. Default: `keepBoth` for pushed
  /// documents, `sourceWins` for documents of a watched folder.
  public var resolutions: [String: Resolution]
  /// The kind of similarity index that searches use. Default: `.auto`, which is exact for few passages.
  public var index: IndexChoice
  /// Whether to open the store for reading only. If true, a missing store is an error; if false, it is created.
  /// Default: false.
  public var readOnly: Bool
  /// Who may use the store from now on: only its owner, or also the group of its folder. Default: nil, which leaves the
  /// store's file modes as they are.
  ///
  /// The option takes effect only if the store's owner or root opens the store for writing. For a new store, and for a
  /// store that other users could open only because of the umask of its creation, nil means "only the owner".
  /// `RetrievalCache.sharingChange` holds what opening the store changed; the logger reports the change, too.
  public var sharing: StoreSharing?
  /// The clock: returns nanoseconds since 1970. Default: the system's clock.
  public var clock: WallClock
  /// The backend for the metrics that docs/METRICS.md lists. Default: the backend that `MetricsSystem.bootstrap`
  /// installed in this process.
  public var metrics: any MetricsFactory
  /// Receives log messages. Default: a logger that drops all messages.
  public var logger: Logger
  /// The number of passages from which `IndexChoice.auto` chooses the approximate index. Default:
  /// `IndexChoice.crossover`.
  public var crossover = IndexChoice.crossover
  /// Whether a question may start maintenance of the index in the background. A process that ends after its answer
  /// needs none. Default: true.
  public var tendsAfterQuestions = true

  public init(
    pushed: CoherenceSettings = .writeThrough, pushedPassages: PassageSizes? = nil,
    resolutions: [String: Resolution] = [:], index: IndexChoice = .auto,
    readOnly: Bool = false, sharing: StoreSharing? = nil, clock: @escaping WallClock = systemClock,
    metrics: any MetricsFactory = MetricsSystem.factory, logger: Logger = RetrievalCache.silent
  ) {
    self.pushed = pushed
    self.pushedPassages = pushedPassages
    self.resolutions = resolutions
    self.index = index
    self.readOnly = readOnly
    self.sharing = sharing
    self.clock = clock
    self.metrics = metrics
    self.logger = logger
  }
}
