internal import FreshetCoherence
internal import FreshetCorpus
internal import Foundation
internal import Logging
internal import FreshetStorage
internal import FreshetWatching

/// The dependencies that all components of a cache share: the store, its sources, the embedder, the clock, the metrics
/// and the logger.
struct CacheEnvironment: Sendable {
  let store: Store
  let sources: SourceSet
  let sizing: PassageSizing
  let embedder: DeferredEmbedder
  /// A lock: only one task of this cache at a time may use the embedder.
  let turns = TurnTaking()
  let clock: WallClock
  let metrics: CacheMetrics
  let logger: Logger

  init(
    store: Store, sources: SourceSet, sizing: PassageSizing, embedder: DeferredEmbedder, clock: @escaping WallClock,
    metrics: CacheMetrics,
    logger: Logger
  ) {
    self.store = store
    self.sources = sources
    self.sizing = sizing
    self.embedder = embedder
    self.clock = clock
    self.metrics = metrics
    self.logger = logger
  }

  /// The name under which this process holds leases and locks in the store. Other processes read this name there.
  static var holder: String { "process \(ProcessInfo.processInfo.processIdentifier)" }

  var supply: VectorSupply { VectorSupply(in: self) }

  var canaryTest: CanaryTest { CanaryTest(store: store, embedder: embedder, clock: clock) }

  var vectorCheck: VectorCheck {
    VectorCheck(store: store, embedder: embedder, turns: turns, seed: .random(in: 0 ... .max))
  }

  /// Creates a run that updates the index for one source.
  ///
  /// - Parameter manner: whether a commit may contain a document's text before its vectors. If nil, the source's policy
  ///   decides.
  func run(over source: DirectorySource, _ manner: RefreshManner? = nil) -> SourceRun {
    SourceRun(over: source, in: self, manner ?? source.configuration.coherence.manner)
  }

  /// Checks that the store is indexed with this cache's embedder.
  ///
  /// - Throws: `FreshetError.otherSpace` if the store is indexed with an embedder that this cache doesn't have;
  ///   `.emptyStore` if nothing is indexed.
  func checkSpace(_ reader: StoreReader) throws {
    guard let active = try reader.activeSpace() else {
      throw FreshetError.emptyStore(store: store.path)
    }
    guard active.id == embedder.space.id else {
      throw FreshetError.otherSpace(indexed: active.label, asked: embedder.space.label)
    }
  }

  /// Records the sources' root folders, their chunkers and the embedder's space in the store. If the store already has
  /// them, this makes no commit.
  ///
  /// The root of a source is left out while the folder doesn't exist: its name may be misspelt, and a store that had
  /// recorded the misspelt name would reject the freshet.toml that corrects it.
  ///
  /// - Parameter acceptingSizes: whether the configured sizes of passages replace others that are on record.
  /// - Throws: also the errors of `newChunkers(_:accepting:)`.
  func prepareStore(acceptingSizes: Bool = false) throws {
    try SourceSet.refuseRoots(sources.all.map(\.root), inStore: store.path)
    let (roots, space, chunkers) = try store.read { reader in
      (
        try reader.sources().reduce(into: [:]) { $0[$1.name] = $1.root }, try reader.activeSpace()?.id,
        try newChunkers(reader, accepting: acceptingSizes)
      )
    }
    let wanted = sources.all.filter { StoreLocation.isFolder($0.root) }
      .map { ($0.name, StoreLocation.remembered($0.root, byStore: store.path)) }
    let isKnown = space == embedder.space.id && wanted.allSatisfy { roots[$0.0] == $0.1 }
    if isKnown, chunkers.isEmpty { return }
    try store.write { writer in
      for (name, root) in wanted { try writer.register(source: name, root: root) }
      for (source, chunker) in chunkers { try writer.record(chunker: chunker.description, of: source) }
      try writer.activate(embedder.space)
    }
  }
}

extension EmbeddingSpace {
  /// The model's name, and the first 8 hex digits of the space's id. The digits distinguish the revisions of a model.
  fileprivate var label: String { "\(model) (space \(id.description.prefix(8)))" }
}

extension CoherenceSettings {
  /// Whether a document's text may be committed before its vectors (write-behind), or only together with them.
  var manner: RefreshManner {
    if case .writeBehind = self { .textFirst } else { .whole }
  }
}
