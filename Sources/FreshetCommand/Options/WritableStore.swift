internal import Foundation
internal import Freshet
internal import FreshetWire
internal import Glibc
internal import Metrics

/// The store that a command writes to: the existing one, or a new one whose root is the documents' folder.
struct WritableStore {
  let settings: Settings
  let location: StoreLocation
  let isNew: Bool

  /// Finds the existing store, or chooses the folder of a new store.
  ///
  /// - Parameter paths: the command's path arguments. The search for a store begins at the first path. The first path
  ///   is also the root of a new store, or of a store that has no root, unless freshet.toml sets the roots.
  init(_ options: StoreOptions, for paths: [String]) throws {
    let first = paths.first ?? "."
    settings = try options.settings(near: first, isNamed: !paths.isEmpty)
    try settings.refuseWideRoot(indexing: true)
    try settings.refuseUnusedFile()
    isNew = try settings.store.map { try !Settings.isStore($0.value) } ?? true
    if let store = settings.store?.value {
      let needsRoot = settings.file == nil && (isNew || !paths.isEmpty && Self.hasNoRoot(store))
      location = StoreLocation(store: store, root: needsRoot ? try Self.root(paths, first) : nil)
    } else {
      let root = try Self.root(paths, first)
      location = .beside(root)
      let willBeFound = StoreLocation.real(".").path(below: StoreLocation.real(root)) != nil
      if !willBeFound { Advice.use(store: location.store) }
    }
    try Settings.refuseFile(at: location.store)
  }

  /// Whether the store has recorded no root. This is so if `sync` created the store.
  private static func hasNoRoot(_ store: String) -> Bool {
    let cache = try? RetrievalCache.open(
      at: StoreLocation(store: store), embedder: EmbedderName.minilm.deferred,
      options: CacheOptions(readOnly: true))
    return cache?.roots.isEmpty ?? false  // if the store can't be opened, the command itself reports that
  }

  private static func root(_ paths: [String], _ first: String) throws -> String {
    if paths.count > 1 { throw CommandError.severalRoots(paths) }
    guard StoreLocation.isFolder(first) else { throw CommandError.noSuchFolder(first) }
    if paths.isEmpty, WideRoot.contains(first) {
      throw CommandError.wideRoot(StoreLocation.absolute(first), of: nil)
    }
    return StoreLocation.absolute(first)
  }

  /// Opens the store. Creates the store if it doesn't exist.
  ///
  /// - Parameters:
  ///   - sources: the sources to use; nil for all sources in freshet.toml or, without a freshet.toml, all that the
  ///     store has recorded.
  ///   - metrics: the metrics backend; nil to record no metrics.
  func open(
    _ sources: [SourceConfiguration]? = nil, readOnly: Bool = false, metrics: (any MetricsFactory)? = nil
  ) throws -> RetrievalCache {
    do {
      let cache = try RetrievalCache.open(
        at: location, embedder: settings.embedder(of: location.store, mayMigrate: !readOnly).value.deferred,
        sources: sources ?? settings.sources,
        options: settings.cacheOptions(readOnly: readOnly, metrics: metrics ?? NOOPMetricsHandler.instance))
      cache.announceSharing()
      return cache
    } catch let error as StorageError {
      throw refusal(error)
    }
  }

  /// The error to throw in place of `error`: `CommandError.noPlaceForStore` if the store is new and this process may
  /// not write to the folder that would contain the store; otherwise `error` itself.
  private func refusal(_ error: StorageError) -> any Error {
    switch error {
    case .readOnly, .unreadable:
      let folder = StoreLocation.folders(upwardsFrom: location.store).first { StoreLocation.isFolder($0) }
      guard isNew, let folder, access(folder, W_OK | X_OK) != 0 else { return error }
      return CommandError.noPlaceForStore(location.store, folder: folder)
    default: return error
    }
  }

  /// Reports on standard error that a new store is created. Reports nothing if the store exists, or if the caller named
  /// its path.
  func announceIfNew() {
    switch settings.store?.origin {
    case .flag, .environment: break
    default: if isNew { Terminal.report("freshet: making a new store in \(location.store)") }
    }
  }
}
