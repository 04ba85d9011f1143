public import FreshetCorpus
public import FreshetEmbedding
public import Logging
internal import FreshetStorage

/// A retrieval cache over a store on disk. The cache keeps the store in step with folders of documents (its sources),
/// answers questions from the store, and states for each hit whether the text is still current.
///
///     let cache = try RetrievalCache.open(at: .beside("docs"), embedder: try MiniLM())
///     try await cache.reindex()
///     let answer = try await cache.retrieve("how long are leases kept?", limit: 5)
///     for hit in answer.hits { print(hit.document, hit.certificate.freshness, hit.text) }
///
/// Reads and writes may run at the same time, also from several processes. Call `run` to follow the sources' changes
/// until the call's task is cancelled.
public actor RetrievalCache {
  nonisolated let environment: CacheEnvironment
  nonisolated let index: LiveIndex
  nonisolated let pushing: Pushing
  /// The `SourceKeeper`s of all sources that this process watches; each keeps one source's index up to date.
  nonisolated let keepers = KeeperRegistry()
  /// If this cache shows an earlier state of a store, this is that state's token (its position in the store's history).
  /// Nil for a cache over the current state.
  let past: SessionToken?

  init(in environment: CacheEnvironment, _ options: CacheOptions, index plan: IndexPlan, past: SessionToken? = nil) {
    self.environment = environment
    self.past = past
    index = LiveIndex(plan, in: environment, tendsAfterQuestions: options.tendsAfterQuestions)
    pushing = Pushing(in: environment, options)
  }

  /// Opens the store at `location`. If the store doesn't exist, creates it, unless `options.readOnly` is true.
  ///
  /// - Parameters:
  ///   - location: the store's folder and, optionally, the folder of its documents.
  ///   - embedder: the embedder that indexed the store; for a new store, the embedder that will index it.
  ///   - sources: the folders to watch. If nil, the cache uses the folders that the store has on record, and the root
  ///     of `location` as the folder of the source `files`.
  ///   - options: all other settings; see `CacheOptions`.
  /// - Throws: `StorageError` if the store can't be opened: it is no Freshet store, is damaged, has another format, or
  ///   is missing although `options.readOnly` is true. `FreshetError.rootInStore` if the store is to be opened for
  ///   writing and a folder of documents lies in the store's folder. In these cases the store is left unchanged.
  public static func open(
    at location: StoreLocation, embedder: DeferredEmbedder, sources: [SourceConfiguration]? = nil,
    options: CacheOptions = CacheOptions()
  ) throws -> RetrievalCache {
    try open(location, sources, options) { _ in embedder }
  }

  /// Opens the store at `location` with an embedder that is loaded already.
  public static func open(
    at location: StoreLocation, embedder: some Embedder, sources: [SourceConfiguration]? = nil,
    options: CacheOptions = CacheOptions()
  ) throws -> RetrievalCache {
    try open(at: location, embedder: DeferredEmbedder(embedder), sources: sources, options: options)
  }

  /// Opens an existing store for reading. The closure `choose` returns the embedder. Its argument is the embedding
  /// space that the store is indexed in, or nil if nothing is indexed.
  package static func open(
    at location: StoreLocation, choosing choose: (EmbeddingSpace?) throws -> DeferredEmbedder,
    sources: [SourceConfiguration]? = nil, options: CacheOptions = CacheOptions()
  ) throws -> RetrievalCache {
    var options = options
    options.readOnly = true
    return try open(location, sources, options) { store in try choose(try store.read { try $0.activeSpace() }) }
  }

  private static func open(
    _ location: StoreLocation, _ sources: [SourceConfiguration]?, _ options: CacheOptions,
    _ embedder: (Store) throws -> DeferredEmbedder
  ) throws -> RetrievalCache {
    if !options.readOnly {
      try SourceSet.refuseRoots(sources?.map(\.root) ?? location.root.map { [$0] } ?? [], inStore: location.store)
    }
    let store = try Store(
      at: location.store, for: options.readOnly ? .reading : .writing, holder: CacheEnvironment.holder,
      sharing: options.sharing)
    if let mended = store.mended { options.logger.warning("\(SharingChange(mended, store: store.path))") }
    let configurations = try sources ?? SourceSet.remembered(by: store, at: location)
    let environment = CacheEnvironment(
      store: store, sources: SourceSet(configurations, store: store.path),
      sizing: PassageSizing(configurations, pushed: options.pushedPassages), embedder: try embedder(store),
      clock: options.clock, metrics: CacheMetrics(of: configurations.map(\.name), options.metrics),
      logger: options.logger)
    return RetrievalCache(
      in: environment, options,
      index: IndexPlan(choice: options.index, crossover: options.crossover, file: "\(store.path)/index"))
  }

  /// A logger that drops all messages.
  public static let silent = Logger(label: "freshet") { _ in SwiftLogNoOpLogHandler() }

  /// The paths of the watched folders; the keys are the names of their sources. Empty for a store that has only pushed
  /// documents.
  public nonisolated var roots: [String: String] {
    Dictionary(keepingFirst: sources.all.map { ($0.name, $0.root) })
  }

  /// How opening the store changed who may use the store; nil if nothing changed.
  public nonisolated var sharingChange: SharingChange? {
    store.mended.map { SharingChange($0, store: store.path) }
  }

  /// The embedding space that the store at `location` is indexed in; nil if nothing is indexed.
  public static func space(at location: StoreLocation) throws -> EmbeddingSpace? {
    try Store(at: location.store, for: .reading).read { try $0.activeSpace() }
  }
}

/// Shortcuts to the properties of the environment.
extension RetrievalCache {
  nonisolated var store: Store { environment.store }
  nonisolated var sources: SourceSet { environment.sources }
  nonisolated var embedder: DeferredEmbedder { environment.embedder }
  nonisolated var clock: WallClock { environment.clock }
  nonisolated var metrics: CacheMetrics { environment.metrics }
  nonisolated var logger: Logger { environment.logger }
}
