internal import ArgumentParser
internal import Foundation
internal import Freshet
internal import Metrics

/// The options for the store and the embedder. All commands that open a store have these options.
struct StoreOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The store's folder. Default: FRESHET_STORE, freshet.toml, or the nearest .freshet here or above.",
      valueName: "dir"),
    completion: .directory)
  var store: String?

  @Option(
    help: """
      The embedder: minilm (a model, ranks by meaning) or hashing (no model, ranks by words). Default: FRESHET_EMBEDDER, \
      freshet.toml, the store's own, or minilm for a new store.
      """)
  var embedder: EmbedderName?

  /// Gives the named store to `Advice`, which adds `--store` to the commands that messages advise. This runs before
  /// anything else can fail, so that every error's advice is complete.
  func validate() throws {
    if let store { Advice.use(store: StoreLocation.absolute(store)) }
  }

  /// Finds the store and reads freshet.toml.
  ///
  /// - Parameters:
  ///   - path: where the search for a store or a freshet.toml begins.
  ///   - isNamed: whether the caller named `path`.
  func settings(near path: String = ".", isNamed: Bool = false) throws -> Settings {
    let settings = try Settings(store: store, embedder: embedder, near: path, isNamed: isNamed)
    if path != ".", let place = settings.store?.value { Advice.use(store: place) }
    return settings
  }

  func openForReading() throws -> RetrievalCache { try open(readOnly: true) }

  /// Opens an existing store.
  ///
  /// - Parameter metrics: the metrics backend of a store that isn't opened read-only; nil to record no metrics. A
  ///   read-only store uses the backend that is set for the process.
  /// - Throws: `CommandError.noStore` if the search finds no store, `StorageError.missing` if the named store doesn't
  ///   exist, among other errors.
  func open(readOnly: Bool, metrics: (any MetricsFactory)? = nil) throws -> RetrievalCache {
    let settings = try settings()
    guard let store = settings.store?.value else {
      throw CommandError.noStore(from: StoreLocation.absolute("."))
    }
    try settings.refuseWideRoot()
    try Settings.refuseFile(at: store)
    if try !Settings.isStore(store) { throw StorageError.missing(path: store) }
    let cache = try open(store, settings, readOnly: readOnly, metrics: metrics)
    settings.announce(store: store, roots: cache.roots)
    return cache
  }

  private func open(
    _ store: String, _ settings: Settings, readOnly: Bool, metrics: (any MetricsFactory)?
  ) throws -> RetrievalCache {
    if readOnly {
      return try RetrievalCache.open(
        at: StoreLocation(store: store), choosing: { try settings.embedder(indexing: $0).value.deferred },
        sources: settings.sources, options: settings.cacheOptions(readOnly: true))
    }
    let cache = try RetrievalCache.open(
      at: StoreLocation(store: store),
      embedder: settings.embedder(of: store, mayMigrate: !readOnly).value.deferred,
      sources: settings.sources, options: settings.cacheOptions(metrics: metrics ?? NOOPMetricsHandler.instance))
    cache.announceSharing()
    return cache
  }
}
