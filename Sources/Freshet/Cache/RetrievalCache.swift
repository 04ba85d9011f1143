public import FreshetCorpus
public import FreshetEmbedding
public import Logging
internal import FreshetStorage

/// A retrieval cache over a store. It brings the store in step with its sources, answers questions from it, and says
/// how fresh each hit is.
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
  /// The keepers of the sources that this process watches.
  nonisolated let keepers = KeeperRegistry()
  /// For a cache over a past state: the token of that state in the original store. Otherwise nil.
  let past: SessionToken?

  init(in environment: CacheEnvironment, _ options: CacheOptions, index plan: IndexPlan, past: SessionToken? = nil) {
    self.environment = environment
    self.past = past
    index = LiveIndex(plan, in: environment, tendsAfterQuestions: options.tendsAfterQuestions)
    pushing = Pushing(in: environment, options)
  }

  /// Opens the store at `location`. Creates a missing store, unless the options say read-only.
  ///
  /// - Parameters:
  ///   - location: the store's folder, and the folder of its documents, if the location has one.
  ///   - embedder: the embedder that the store is indexed with, or that is to index it.
  ///   - sources: the watched folders; nil for those that the store remembers, with the location's root as the folder
  ///     of `files`.
  ///   - options: everything else; see `CacheOptions`.
  /// - Throws: `StorageError` for a store that is missing, foreign, damaged, or of another format; nothing is changed
  ///   then.
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

  /// Opens an existing store for reading. `choose` gets the space that the store is indexed in, nil if nothing is
  /// indexed, and returns the embedder.
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

  /// A logger that drops all messages.
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

/// Shortcuts to the parts of the environment.
extension RetrievalCache {
  nonisolated var store: Store { environment.store }
  nonisolated var sources: SourceSet { environment.sources }
  nonisolated var embedder: DeferredEmbedder { environment.embedder }
  nonisolated var clock: WallClock { environment.clock }
  nonisolated var metrics: CacheMetrics { environment.metrics }
  nonisolated var logger: Logger { environment.logger }
}
