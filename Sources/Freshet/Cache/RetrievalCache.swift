public import FreshetCorpus
public import FreshetEmbedding
public import Logging
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
  nonisolated let environment: CacheEnvironment
  nonisolated let index: LiveIndex
  nonisolated let pushing: Pushing
  /// Of the sources that are watched from here.
  nonisolated let keepers = KeeperRegistry()
  /// The token of the earlier state of another store that this store was made from; nil for a store of its own.
  let past: SessionToken?

  init(in environment: CacheEnvironment, _ options: CacheOptions, index plan: IndexPlan, past: SessionToken? = nil) {
    self.environment = environment
    self.past = past
    index = LiveIndex(plan, in: environment)
    pushing = Pushing(in: environment, options)
  }

  /// Opens the store at `location`. A missing store is made, unless the options say that it is only to be read.
  ///
  /// - Parameters:
  ///   - embedder: the one that the store is indexed with, or is to be.
  ///   - sources: the watched folders; nil for those that the store remembers, and the location's own.
  ///   - options: everything else; see `CacheOptions`.
  /// - Throws: `StorageError` for a store that is missing, foreign, damaged, or of another format; nothing is changed then.
  public static func open(
    at location: StoreLocation, embedder: DeferredEmbedder, sources: [SourceConfiguration]? = nil,
    options: CacheOptions = CacheOptions()
  ) throws -> RetrievalCache {
    try open(location, sources, options) { _ in embedder }
  }

  /// The same with an embedder that is ready.
  public static func open(
    at location: StoreLocation, embedder: some Embedder, sources: [SourceConfiguration]? = nil,
    options: CacheOptions = CacheOptions()
  ) throws -> RetrievalCache {
    try open(at: location, embedder: DeferredEmbedder(embedder), sources: sources, options: options)
  }

  /// Opens an existing store for reading, with the embedder that `choose` names for the space that it is indexed in.
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
      store: store, sources: SourceSet(configurations, store: store.path), embedder: try embedder(store),
      clock: options.clock, metrics: CacheMetrics(of: configurations.map(\.name), options.metrics),
      logger: options.logger)
    return RetrievalCache(
      in: environment, options,
      index: IndexPlan(choice: options.index, crossover: options.crossover, file: "\(store.path)/index"))
  }

  /// Logs nothing.
  public static let silent = Logger(label: "freshet") { _ in SwiftLogNoOpLogHandler() }

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
}

/// What every part works with, by its own name.
extension RetrievalCache {
  nonisolated var store: Store { environment.store }
  nonisolated var sources: SourceSet { environment.sources }
  nonisolated var embedder: DeferredEmbedder { environment.embedder }
  nonisolated var clock: WallClock { environment.clock }
  nonisolated var metrics: CacheMetrics { environment.metrics }
  nonisolated var logger: Logger { environment.logger }
}
