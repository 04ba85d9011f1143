internal import FreshetCoherence
public import FreshetCorpus
public import FreshetEmbedding
internal import Foundation
public import Logging
public import Metrics
internal import FreshetStorage

/// A retrieval cache over a store: brings it in step with its sources, answers questions from it, and says how fresh it is.
///
///     let cache = try RetrievalCache.open(at: .beside("docs"), embedder: try MiniLM())
///     try await cache.reindex()
///     let answer = try await cache.retrieve("how long are leases kept?", limit: 5)
///     for hit in answer.hits { print(hit.document, hit.certificate.freshness, hit.text) }
///
/// Reads and writes may run at the same time, also from several processes. `run` keeps the sources in step until it is
/// cancelled.
public actor RetrievalCache {
  let store: Store
  let sources: SourceSet
  let embedder: DeferredEmbedder
  let pushed: CoherenceSettings
  let resolutions: ResolutionSet
  let past: SessionToken?
  let clock: WallClock
  let metrics: CacheMetrics
  let logger: Logger
  /// One embedder at a time in this process.
  let embedding = TurnTaking()
  /// Of the sources that are watched from here.
  var keepers: [String: SourceKeeper] = [:]
  var kept: KeptView
  /// The upkeep of the index: a task of its own, or a call to the one in `run`.
  var tending: Task<Void, Never>?
  var bell: AsyncStream<Void>.Continuation?

  /// - Parameter past: of a store that was made from an earlier state of another: that state's token.
  init(
    store: Store, sources: SourceSet, embedder: DeferredEmbedder, pushed: CoherenceSettings,
    resolutions: [String: Resolution], plan: IndexPlan, past: SessionToken? = nil, clock: @escaping WallClock,
    metrics: CacheMetrics, logger: Logger
  ) {
    self.store = store
    self.sources = sources
    self.embedder = embedder
    self.pushed = pushed
    self.resolutions = ResolutionSet(named: resolutions)
    self.past = past
    self.clock = clock
    self.metrics = metrics
    self.logger = logger
    kept = KeptView(plan)
  }

  deinit {
    tending?.cancel()
  }

  /// Opens the store at `location`; one that isn't there is made, unless it is only to be read.
  ///
  /// - Parameters:
  ///   - location: the store's folder.
  ///   - embedder: what turns texts into vectors; it is loaded when the first text must be embedded.
  ///   - sources: the watched folders; nil for those that the store remembers, and the location's own.
  ///   - pushed: how pushed documents are kept coherent: write-through, or write-behind.
  ///   - resolutions: what is done with concurrent writes, by the names of sources; `keepBoth` for pushed documents and
  ///     `sourceWins` for watched ones where nothing is said.
  ///   - index: which similarity index answers.
  ///   - readOnly: changes nothing, and makes no store.
  ///   - sharing: who may use the store from now on: its owner, or the folder's group too. It takes effect if the
  ///     store's owner or root opens the store for writing. Nil keeps the sharing. In a new store, and in one that
  ///     other users could use only because of its umask, nil means the owner. `sharingChange` holds what opening the
  ///     store changed, and the log has it.
  ///   - clock: the time now.
  ///   - metrics: where docs/METRICS.md's figures go. Default: the backend that the process was bootstrapped with before.
  ///   - logger: where warnings go. Default: nowhere.
  /// - Throws: `StorageError` for a store that is missing, foreign, damaged, or of another format; nothing is changed then.
  public static func open(
    at location: StoreLocation, embedder: DeferredEmbedder, sources: [SourceConfiguration]? = nil,
    pushed: CoherenceSettings = .writeThrough, resolutions: [String: Resolution] = [:], index: IndexChoice = .auto,
    readOnly: Bool = false, sharing: StoreSharing? = nil,
    clock: @escaping WallClock = systemClock, metrics: any MetricsFactory = MetricsSystem.factory,
    logger: Logger = silent
  ) throws -> RetrievalCache {
    try open(
      at: location, embedder: embedder, sources: sources, pushed: pushed, resolutions: resolutions, index: index,
      crossover: IndexChoice.crossover, readOnly: readOnly, sharing: sharing, clock: clock, metrics: metrics,
      logger: logger)
  }

  /// - Parameter crossover: from so many passages on `auto` is approximate.
  package static func open(
    at location: StoreLocation, embedder: DeferredEmbedder, sources: [SourceConfiguration]? = nil,
    pushed: CoherenceSettings = .writeThrough, resolutions: [String: Resolution] = [:], index: IndexChoice,
    crossover: Int,
    readOnly: Bool = false, sharing: StoreSharing? = nil,
    clock: @escaping WallClock = systemClock, metrics: any MetricsFactory = MetricsSystem.factory,
    logger: Logger = silent
  ) throws -> RetrievalCache {
    if !readOnly {
      try SourceSet.refuseRoots(sources?.map(\.root) ?? location.root.map { [$0] } ?? [], inStore: location.store)
    }
    let store = try Store(
      at: location.store, for: readOnly ? .reading : .writing, holder: holder, sharing: sharing)
    if let mended = store.mended { logger.warning("\(SharingChange(mended, store: store.path))") }
    let configurations = try sources ?? SourceSet.remembered(by: store, at: location)
    return RetrievalCache(
      store: store, sources: SourceSet(configurations, store: store.path), embedder: embedder, pushed: pushed,
      resolutions: resolutions, plan: IndexPlan(choice: index, crossover: crossover, file: "\(store.path)/index"),
      clock: clock, metrics: CacheMetrics(of: configurations.map(\.name), metrics), logger: logger)
  }

  /// The same for a store that is there, with the embedder that `choose` names for the space that it is indexed in.
  package static func open(
    at location: StoreLocation, choosing choose: (EmbeddingSpace?) throws -> DeferredEmbedder,
    sources: [SourceConfiguration]? = nil, resolutions: [String: Resolution] = [:], index: IndexChoice = .auto
  ) throws -> RetrievalCache {
    let store = try Store(at: location.store, for: .reading, holder: holder)
    let configurations = try sources ?? SourceSet.remembered(by: store, at: location)
    return RetrievalCache(
      store: store, sources: SourceSet(configurations, store: store.path),
      embedder: try choose(try store.read { try $0.activeSpace() }), pushed: .writeThrough, resolutions: resolutions,
      plan: IndexPlan(choice: index, crossover: IndexChoice.crossover, file: "\(store.path)/index"),
      clock: systemClock, metrics: CacheMetrics(of: configurations.map(\.name), MetricsSystem.factory), logger: silent)
  }

  /// Logs nothing.
  public static let silent = Logger(label: "freshet") { _ in SwiftLogNoOpLogHandler() }

  /// The same with an embedder that is ready.
  public static func open(
    at location: StoreLocation, embedder: some Embedder, sources: [SourceConfiguration]? = nil,
    pushed: CoherenceSettings = .writeThrough, resolutions: [String: Resolution] = [:], index: IndexChoice = .auto,
    readOnly: Bool = false, sharing: StoreSharing? = nil,
    clock: @escaping WallClock = systemClock, metrics: any MetricsFactory = MetricsSystem.factory,
    logger: Logger = silent
  ) throws -> RetrievalCache {
    try open(
      at: location, embedder: DeferredEmbedder(embedder), sources: sources, pushed: pushed, resolutions: resolutions,
      index: index,
      readOnly: readOnly, sharing: sharing, clock: clock, metrics: metrics, logger: logger)
  }

  /// The watched folders' names and roots; empty for a store that only has pushed documents.
  public nonisolated var roots: [String: String] {
    Dictionary(keepingFirst: sources.all.map { ($0.name, $0.root) })
  }

  /// What opening the store changed in its sharing; nil if it changed nothing.
  public nonisolated var sharingChange: SharingChange? {
    store.mended.map { SharingChange($0, store: store.path) }
  }

  /// The space that the store at `location` is indexed in; nil when nothing is indexed.
  public static func space(at location: StoreLocation) throws -> EmbeddingSpace? {
    try Store(at: location.store, for: .reading).read { try $0.activeSpace() }
  }

  /// - Throws: `FreshetError.otherSpace` when the store is indexed with another embedder than this cache has.
  nonisolated func checkSpace(_ reader: StoreReader) throws {
    guard let active = try reader.activeSpace() else {
      throw FreshetError.emptyStore(store: store.path)
    }
    guard active.id == embedder.space.id else {
      throw FreshetError.otherSpace(indexed: active.label, asked: embedder.space.label)
    }
  }

  static var holder: String { "process \(ProcessInfo.processInfo.processIdentifier)" }

  func run(over source: DirectorySource, _ manner: RefreshManner? = nil) -> SourceRun {
    SourceRun(
      store: store, source: source, embedder: embedder, holder: Self.holder, clock: clock,
      manner: manner ?? source.configuration.coherence.manner, metrics: metrics)
  }

  var supply: VectorSupply {
    VectorSupply(store: store, embedder: embedder, holder: Self.holder, clock: clock, metrics: metrics)
  }
}

extension EmbeddingSpace {
  /// The model, and enough of the space's identity to tell two revisions of it apart.
  fileprivate var label: String { "\(model) (space \(id.description.prefix(8)))" }
}

extension CoherenceSettings {
  /// How documents are committed.
  var manner: RefreshManner {
    if case .writeBehind = self { .textFirst } else { .whole }
  }
}
