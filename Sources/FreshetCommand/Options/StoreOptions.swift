internal import ArgumentParser
internal import Foundation
internal import Freshet
internal import Metrics

enum EmbedderName: String, ExpressibleByArgument, CaseIterable {
  case minilm, hashing

  static let variable = "FRESHET_EMBEDDER"

  var deferred: DeferredEmbedder {
    switch self {
    case .minilm: .miniLM()
    case .hashing: .hashing()
    }
  }

  /// What the environment asks for; nil when it doesn't.
  static func ofEnvironment() throws -> EmbedderName? {
    guard let text = Settings.environment(variable) else { return nil }
    guard let name = EmbedderName(rawValue: text) else {
      throw CommandError.environment(variable, value: text, expected: "minilm or hashing")
    }
    return name
  }

  /// The command that indexes with the embedder of a space that is described by `label`.
  static func advice(for label: String) -> String {
    let asked = allCases.first { label.hasPrefix($0.deferred.space.model) }
    return asked.map { ": `freshet reindex --embedder \($0.rawValue)`" } ?? ""
  }
}

/// Which store, and which embedder: shared by all commands that open a store.
struct StoreOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The store's folder; without it what FRESHET_STORE or freshet.toml says, or the nearest .freshet here or above.",
      valueName: "dir"),
    completion: .directory)
  var store: String?

  @Option(
    help: """
      The embedder: minilm (a model, ranks by meaning) or hashing (no model, ranks by words). Without it what \
      FRESHET_EMBEDDER or freshet.toml says, or the one that the store is indexed with; minilm for a new store.
      """)
  var embedder: EmbedderName?

  /// Runs before anything else can fail, because the advice in an error must name the store, too.
  func validate() throws {
    if let store { name(StoreLocation.absolute(store)) }
  }

  /// - Parameter path: where the search for a store or a freshet.toml begins.
  /// - Parameter isNamed: whether the caller named `path`.
  func settings(near path: String = ".", isNamed: Bool = false) throws -> Settings {
    let settings = try Settings(store: store, embedder: embedder, near: path, isNamed: isNamed)
    if path != ".", let place = settings.store?.value { name(place) }
    return settings
  }

  /// Makes advised commands name the store, unless a command in this folder finds it.
  private func name(_ place: String) {
    let found = try? Settings(store: nil, embedder: nil, near: ".").store?.value
    let isFound = found.map { StoreLocation.real($0).isExactly(StoreLocation.real(place)) } ?? false
    if !isFound { Advice.name(store: place) }
  }

  func openForReading() throws -> RetrievalCache { try open(readOnly: true) }

  /// A store that is there already.
  ///
  /// - Parameter metrics: where figures go; nil for nowhere.
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
