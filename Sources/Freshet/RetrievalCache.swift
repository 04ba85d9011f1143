internal import Coherence
public import Corpus
public import Embedding
internal import Foundation
public import Logging
internal import Storage

/// A retrieval cache over a store: brings it in step with its sources, answers questions from it, and says how fresh it is.
///
///     let cache = try RetrievalCache.open(at: .beside("docs"), embedder: try MiniLM())
///     try await cache.reindex()
///     let answer = try await cache.retrieve("how long are leases kept?", limit: 5)
///     for hit in answer.hits { print(hit.document, hit.certificate.freshness, hit.text) }
///
/// Reads and writes may run at the same time, also from several processes; one process at a time writes.
public actor RetrievalCache {
  let store: Store
  let source: DirectorySource?
  let embedder: DeferredEmbedder
  let clock: WallClock
  let logger: Logger
  let writers = TurnTaking()
  private var view: IndexView?

  private init(
    store: Store, source: DirectorySource?, embedder: DeferredEmbedder, clock: @escaping WallClock,
    logger: Logger
  ) {
    self.store = store
    self.source = source
    self.embedder = embedder
    self.clock = clock
    self.logger = logger
  }

  /// Opens the store at `location`; one that isn't there is made, unless it is only to be read.
  ///
  /// - Throws: `StorageError` for a store that is missing, foreign, damaged, or of a newer format; nothing is changed then.
  public static func open(
    at location: StoreLocation, embedder: DeferredEmbedder, readOnly: Bool = false,
    clock: @escaping WallClock = systemClock, logger: Logger = silent
  ) throws -> RetrievalCache {
    let store = try Store(at: location.store, for: readOnly ? .reading : .writing)
    let remembered = try store.read { try $0.source(named: DocumentID.files)?.root }
    let root =
      location.root.map(StoreLocation.absolute)
      ?? remembered.map { StoreLocation.resolved($0, ofStore: store.path) } ?? location.surroundingRoot
    return RetrievalCache(
      store: store, source: root.map { DirectorySource(root: $0, store: StoreLocation.absolute(store.path)) },
      embedder: embedder, clock: clock,
      logger: logger)
  }

  /// Logs nothing.
  public static let silent = Logger(label: "freshet") { _ in SwiftLogNoOpLogHandler() }

  /// The same with an embedder that is ready.
  public static func open(
    at location: StoreLocation, embedder: some Embedder, readOnly: Bool = false,
    clock: @escaping WallClock = systemClock, logger: Logger = silent
  ) throws -> RetrievalCache {
    try open(at: location, embedder: DeferredEmbedder(embedder), readOnly: readOnly, clock: clock, logger: logger)
  }

  /// The folder of documents; nil for a store that only has pushed ones.
  public nonisolated var root: String? { source?.root }

  /// The space that the store at `location` is indexed in; nil when nothing is indexed.
  public static func space(at location: StoreLocation) throws -> EmbeddingSpace? {
    try Store(at: location.store, for: .reading).read { try $0.activeSpace() }
  }

  /// The view of the index at the reader's position, made or brought up to it.
  func view(at reader: StoreReader) throws -> IndexView {
    var current = try view ?? IndexView(of: embedder.space, in: reader)
    view = nil
    try current.follow(reader)
    view = current
    return current
  }

  /// - Throws: `FreshetError.otherSpace` when the store is indexed with another embedder than this cache has.
  func checkSpace(_ reader: StoreReader) throws {
    guard let active = try reader.activeSpace() else {
      throw FreshetError.emptyStore(store: store.path)
    }
    guard active.id == embedder.space.id else {
      throw FreshetError.otherSpace(indexed: active.label, asked: embedder.space.label)
    }
  }

  nonisolated var holder: String { "process \(ProcessInfo.processInfo.processIdentifier)" }
}

extension EmbeddingSpace {
  /// The model, and enough of the space's identity to tell two revisions of it apart.
  fileprivate var label: String { "\(model) (space \(id.description.prefix(8)))" }
}
