internal import FreshetCoherence
internal import FreshetCorpus
internal import Foundation
internal import Logging
internal import FreshetStorage
internal import FreshetWatching

/// What every part of a cache uses: the store, its sources, the embedder, the clock, the metrics and the logger.
struct CacheEnvironment: Sendable {
  let store: Store
  let sources: SourceSet
  let embedder: DeferredEmbedder
  /// Lets one task of this cache at a time use the embedder.
  let turns = TurnTaking()
  let clock: WallClock
  let metrics: CacheMetrics
  let logger: Logger

  init(
    store: Store, sources: SourceSet, embedder: DeferredEmbedder, clock: @escaping WallClock, metrics: CacheMetrics,
    logger: Logger
  ) {
    self.store = store
    self.sources = sources
    self.embedder = embedder
    self.clock = clock
    self.metrics = metrics
    self.logger = logger
  }

  /// This process's name in the store, by which other processes know it as the holder of a lease or lock.
  static var holder: String { "process \(ProcessInfo.processInfo.processIdentifier)" }

  var supply: VectorSupply { VectorSupply(in: self) }

  var canaryTest: CanaryTest { CanaryTest(store: store, embedder: embedder, clock: clock) }

  var vectorCheck: VectorCheck {
    VectorCheck(store: store, embedder: embedder, turns: turns, seed: .random(in: 0 ... .max))
  }

  /// - Parameter manner: how to commit documents; nil for the manner of the source's policy.
  func run(over source: DirectorySource, _ manner: RefreshManner? = nil) -> SourceRun {
    SourceRun(over: source, in: self, manner ?? source.configuration.coherence.manner)
  }

  /// - Throws: `FreshetError.otherSpace` when the store is indexed with another embedder than this cache has;
  ///   `.emptyStore` when nothing is indexed.
  func checkSpace(_ reader: StoreReader) throws {
    guard let active = try reader.activeSpace() else {
      throw FreshetError.emptyStore(store: store.path)
    }
    guard active.id == embedder.space.id else {
      throw FreshetError.otherSpace(indexed: active.label, asked: embedder.space.label)
    }
  }

  /// Records the sources' roots and the embedder's space. It writes only what differs, so that a run with nothing to do
  /// commits no more than its scan.
  ///
  /// The store doesn't record a root that is missing and not yet known. The name may be misspelt, and a store with that
  /// record would reject the freshet.toml that corrects it.
  func prepareStore() throws {
    try SourceSet.refuseRoots(sources.all.map(\.root), inStore: store.path)
    let known = try store.read { reader in
      (try reader.sources().reduce(into: [:]) { $0[$1.name] = $1.root }, try reader.activeSpace()?.id)
    }
    let wanted = sources.all.filter { StoreLocation.isFolder($0.root) }
      .map { ($0.name, StoreLocation.remembered($0.root, byStore: store.path)) }
    if known.1 == embedder.space.id, wanted.allSatisfy({ known.0[$0.0] == $0.1 }) { return }
    try store.write { writer in
      for (name, root) in wanted { try writer.register(source: name, root: root) }
      try writer.activate(embedder.space)
    }
  }
}

extension EmbeddingSpace {
  /// The model, and enough of the space's identity to tell two revisions of it apart.
  fileprivate var label: String { "\(model) (space \(id.description.prefix(8)))" }
}

extension CoherenceSettings {
  /// Whether a commit may contain a document's text before its vectors, or only both together.
  var manner: RefreshManner {
    if case .writeBehind = self { .textFirst } else { .whole }
  }
}
