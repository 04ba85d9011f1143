internal import Foundation
internal import Freshet

/// Where a setting's value comes from, strongest first.
enum SettingOrigin: Equatable {
  case flag(String)
  case environment(String)
  case file(line: Int?)
  /// The store remembers it, or its place tells.
  case store
  case standard
}

struct Setting<Value> {
  let value: Value
  let origin: SettingOrigin
}

/// What a command works with: which store, embedder and sources, and who said so.
///
/// Flags before the environment, before freshet.toml, before what the store remembers, before the default. Store and
/// freshet.toml are found together: whichever of the two comes first from a folder upwards.
struct Settings {
  /// Nil when there is none, neither here nor above nor named.
  let store: Setting<String>?
  let file: ConfigurationFile?
  private let embedderFlag: EmbedderName?

  init(store flag: String?, embedder: EmbedderName?, near path: String) throws {
    embedderFlag = embedder
    let named =
      flag.map { Setting(value: $0, origin: .flag("--store")) }
      ?? Self.environment("FRESHET_STORE").map {
        Setting(value: $0, origin: .environment("FRESHET_STORE"))
      }
    guard let named else {
      (store, file) = try Self.nearest(to: path)
      return
    }
    let place = StoreLocation.absolute(named.value)
    store = Setting(value: place, origin: named.origin)
    file = try Self.file(for: place, near: path)
  }

  static func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  var index: Setting<IndexChoice> {
    guard let file, let choice = file.index else { return Setting(value: .auto, origin: .standard) }
    return Setting(value: choice, origin: .file(line: file.line(of: ["index"])))
  }

  /// Who may use the store; nil where no freshet.toml is there to say: whoever may now.
  var sharing: StoreSharing? { file.map { $0.group == true ? .group : .owner } }

  /// Nil to take the sources that the store remembers.
  var sources: [SourceConfiguration]? { file?.sources }

  /// As `RetrievalCache.open` takes them.
  var resolutions: [String: Resolution] { file?.resolutions.mapValues(\.resolution) ?? [:] }

  /// Whether a store was made there. Its folder alone proves nothing: watchers put their cookies into one in every source.
  static func isStore(_ folder: String) -> Bool {
    FileManager.default.fileExists(atPath: folder + "/store.sqlite")
  }

  /// - Throws: `CommandError.storeIsFile`.
  static func refuseFile(at store: String) throws {
    let isThere = FileManager.default.fileExists(atPath: store)
    if isThere, !StoreLocation.isFolder(store) { throw CommandError.storeIsFile(store) }
  }

  /// The embedder that was named, else the store's own.
  ///
  /// - Parameter mayMigrate: brings a store of an older format up to date to read it.
  func embedder(of store: String, mayMigrate: Bool = false) throws -> Setting<EmbedderName> {
    if let named = try named() { return named }
    let space = Self.isStore(store) ? try space(of: StoreLocation(store: store), mayMigrate) : nil
    return Self.known(space)
  }

  private func named() throws -> Setting<EmbedderName>? {
    if let embedderFlag { return Setting(value: embedderFlag, origin: .flag("--embedder")) }
    if let named = try EmbedderName.ofEnvironment() {
      return Setting(value: named, origin: .environment(EmbedderName.variable))
    }
    guard let file, let named = file.embedder else { return nil }
    return Setting(value: named, origin: .file(line: file.line(of: ["embedder"])))
  }

  /// The same for a store whose space was read already; nil for one that has none.
  func embedder(indexing space: EmbeddingSpace?) throws -> Setting<EmbedderName> {
    try named() ?? Self.known(space)
  }

  private static func known(_ space: EmbeddingSpace?) -> Setting<EmbedderName> {
    let known = EmbedderName.allCases.first { $0.deferred.space == space }
    return known.map { Setting(value: $0, origin: .store) } ?? Setting(value: .minilm, origin: .standard)
  }

  private func space(of location: StoreLocation, _ mayMigrate: Bool) throws -> EmbeddingSpace? {
    do {
      return try RetrievalCache.space(at: location)
    } catch StorageError.formatTooOld where mayMigrate {
      try RetrievalCache.open(at: location, embedder: EmbedderName.minilm.deferred, sharing: sharing).announceSharing()
      return try RetrievalCache.space(at: location)
    }
  }
}

extension Settings {
  private static func nearest(to path: String) throws -> (Setting<String>?, ConfigurationFile?) {
    for folder in StoreLocation.folders(upwardsFrom: path) {
      if let file = try file(in: folder) {
        return (Setting(value: file.store, origin: .file(line: file.line(of: ["store"]))), file)
      }
      let store = (folder == "/" ? "" : folder) + "/" + StoreLocation.folderName
      if isStore(store) { return (Setting(value: store, origin: .store), nil) }
    }
    return (nil, nil)
  }

  /// The file beside a store that was named, else the nearest, unless that is about other folders than the store knows.
  private static func file(for store: String, near path: String) throws -> ConfigurationFile? {
    if let parent = StoreLocation.folders(upwardsFrom: store).dropFirst().first, let file = try file(in: parent) {
      return file
    }
    for folder in StoreLocation.folders(upwardsFrom: path) {
      if let file = try file(in: folder) { return try concerns(store, file) ? file : nil }
    }
    return nil
  }

  private static func concerns(_ store: String, _ file: ConfigurationFile) throws -> Bool {
    guard isStore(store) else { return true }
    do {
      let known = try RetrievalCache.open(
        at: StoreLocation(store: store), embedder: EmbedderName.minilm.deferred, readOnly: true
      ).roots
      return known.isEmpty
        || file.sources.contains { source in
          known[source.name].map(StoreLocation.real) == StoreLocation.real(source.root)
        }
    } catch StorageError.formatTooOld {
      return true
    }
  }

  private static func file(in folder: String) throws -> ConfigurationFile? {
    let path = (folder == "/" ? "" : folder) + "/" + ConfigurationFile.name
    return FileManager.default.fileExists(atPath: path) ? try ConfigurationFile(at: path) : nil
  }
}

extension RetrievalCache {
  /// Says what opening the store changed in who may use it. That is said once: from then on nothing is to change.
  nonisolated func announceSharing() {
    if let sharingChange { Terminal.report("freshet: \(sharingChange)") }
  }
}
