internal import FreshetFiles
internal import Foundation
internal import Freshet
internal import FreshetWire

/// The store, embedder and sources that a command works with, and where each setting comes from.
///
/// Flags come before the environment, then freshet.toml, then what the store remembers, then the default. A search
/// upwards from a folder finds store and freshet.toml together: the first of either decides.
struct Settings {
  /// The store; nil if none is named, and none lies here or above.
  let store: Setting<String>?
  let file: ConfigurationFile?
  /// The file that the search finds and the command ignores.
  let unused: UnusedFile?
  /// The root `/` or the home folder, if what the search found would make it a root and nobody named it.
  let wideRoot: WideFinding?
  private let embedderFlag: EmbedderName?

  /// - Parameters:
  ///   - path: where the search for a store or a freshet.toml begins.
  ///   - isNamed: whether the caller named `path`, and with it what lies there.
  init(store flag: String?, embedder: EmbedderName?, near path: String, isNamed: Bool = false) throws {
    embedderFlag = embedder
    let named =
      flag.map { Setting(value: $0, origin: .flag("--store")) }
      ?? Self.environment("FRESHET_STORE").map {
        Setting(value: $0, origin: .environment("FRESHET_STORE"))
      }
    guard let named else {
      (store, file, wideRoot) = try Self.nearest(to: path, isNamed: isNamed)
      unused = nil
      return
    }
    wideRoot = nil
    let place = StoreLocation.absolute(named.value)
    store = Setting(value: place, origin: named.origin)
    (file, unused) = try Self.file(for: place, near: path, isNamed: isNamed)
  }

  static func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  var index: Setting<IndexChoice> {
    guard let file, let choice = file.index else { return Setting(value: .auto, origin: .standard) }
    return Setting(value: choice, origin: .file(line: file.line(of: ["index"])))
  }

  /// Who may use the store; nil if there is no freshet.toml to set it: the store then keeps its sharing.
  var sharing: StoreSharing? { file.map { $0.group == true ? .group : .owner } }

  /// The sources in freshet.toml; nil to use those that the store remembers.
  var sources: [SourceConfiguration]? { file?.sources }

  /// The resolutions in the form that `RetrievalCache.open` takes.
  var resolutions: [String: Resolution] { file?.resolutions.mapValues(\.resolution) ?? [:] }

  /// Whether somebody made a store in the folder. The folder alone proves nothing, because watchers put cookies into
  /// one in every source.
  ///
  /// - Throws: `DiscoveryError.closed` if this process can't find out.
  static func isStore(_ folder: String) throws -> Bool {
    var status = stat()
    if stat(folder + "/" + StoreNames.database, &status) == 0 { return true }
    if [ENOENT, ENOTDIR, ENAMETOOLONG, ELOOP].contains(errno) { return false }
    throw DiscoveryError.closed(path: folder, why: String(cString: strerror(errno)))
  }

  /// Refuses a file in the place of the store.
  ///
  /// - Throws: `CommandError.storeIsFile`.
  static func refuseFile(at store: String) throws {
    let isThere = FileManager.default.fileExists(atPath: store)
    if isThere, !StoreLocation.isFolder(store) { throw CommandError.storeIsFile(store) }
  }

  /// The embedder that the caller or freshet.toml named, else the store's own.
  ///
  /// - Parameter mayMigrate: brings a store of an older format up to date to read it.
  func embedder(of store: String, mayMigrate: Bool = false) throws -> Setting<EmbedderName> {
    if let named = try named() { return named }
    let space = try Self.isStore(store) ? space(of: StoreLocation(store: store), mayMigrate) : nil
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

  /// The embedder for a store whose space was read already: the named one, else that of `space`. `space` is nil if the
  /// store has none.
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
      let options = CacheOptions(sharing: sharing)
      try RetrievalCache.open(at: location, embedder: EmbedderName.minilm.deferred, options: options).announceSharing()
      return try RetrievalCache.space(at: location)
    }
  }
}

extension Settings {
  private static func search(from path: String, isNamed: Bool) throws -> UpwardSearch {
    try UpwardSearch(
      from: path, isNamed: isNamed, ceilings: environment("FRESHET_CEILING"), trusted: UserConfiguration().trusted)
  }

  private static func nearest(
    to path: String, isNamed: Bool
  ) throws -> (Setting<String>?, ConfigurationFile?, WideFinding?) {
    let found = try search(from: path, isNamed: isNamed).first {
      folder -> (Setting<String>?, ConfigurationFile?, WideFinding?)? in
      if let file = try file(in: folder) {
        let wide = folder.isNamed ? nil : file.wideRoot
        let store = Setting(value: file.store, origin: .file(line: file.line(of: ["store"])))
        return (store, file, wide.map { WideFinding(root: $0, path: file.path, isHere: folder.isStart) })
      }
      guard let store = try folder.store() else { return nil }
      let wide = folder.isNamed ? nil : WideRoot.root(ofStoreIn: folder.path)
      return (
        Setting(value: store, origin: .store), nil,
        wide.map { WideFinding(root: $0, path: store, isHere: folder.isStart) }
      )
    }
    return found ?? (nil, nil, nil)
  }

  /// The file beside a store that was named, else the nearest one, unless that names other folders than the store
  /// knows.
  private static func file(
    for store: String, near path: String, isNamed: Bool
  ) throws -> (ConfigurationFile?, UnusedFile?) {
    if let file = try file(beside: store) { return (file, nil) }
    do {
      guard let file = try search(from: path, isNamed: isNamed).first(file) else { return (nil, nil) }
      let unused = try UnusedFile(file, ofStore: store, knowing: knownRoots(of: store))
      return (unused == nil ? file : nil, unused)
    } catch DiscoveryError.foreign {
      return (nil, nil)  // a stranger's file says nothing about a store that the caller named
    }
  }

  private static func file(beside store: String) throws -> ConfigurationFile? {
    guard let parent = StoreLocation.folders(upwardsFrom: store).dropFirst().first else { return nil }
    return try search(from: parent, isNamed: true).first { folder -> ConfigurationFile? in
      folder.path.utf8.elementsEqual(parent.utf8) ? try file(in: folder) : nil
    }
  }

  private static func knownRoots(of store: String) throws -> [String: String] {
    guard try isStore(store) else { return [:] }
    do {
      return try RetrievalCache.open(
        at: StoreLocation(store: store), embedder: EmbedderName.minilm.deferred, options: CacheOptions(readOnly: true)
      ).roots
    } catch StorageError.formatTooOld {
      return [:]
    }
  }

  private static func file(in folder: SearchedFolder) throws -> ConfigurationFile? {
    try folder.file(named: ConfigurationFile.name).map { try ConfigurationFile($0) }
  }
}

extension Settings {
  /// Refuses a store above the current folder that has `/` or the home folder as a root.
  ///
  /// - Parameter indexing: whether the command would index the root. Then the caller must name the root even in its own
  ///   folder.
  func refuseWideRoot(indexing: Bool = false) throws {
    guard let wideRoot, indexing || !wideRoot.isHere else { return }
    throw CommandError.wideRoot(wideRoot.root, of: wideRoot.path)
  }

  /// Refuses to change a store while freshet.toml names another folder for a source, or another source for a folder.
  /// The caller decides which of the two is right.
  func refuseUnusedFile() throws {
    if let unused, unused.difference != .everything { throw unused }
  }

  /// Reports on standard error which store and roots the command uses, unless the store is the current folder's own.
  func announce(store: String, roots: [String: String]) {
    if isOwn(store) { return }
    let names = Array(Set(roots.values)).sorted()
    let told = names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
    let root = names.isEmpty ? "no root" : (names.count == 1 ? "root " : "roots ") + told
    let note = unused.map { "; \($0)" } ?? ""
    Terminal.report("freshet: using the store \(store), \(root)\(advice: note)")
  }

  /// Reports the store and roots for a command that doesn't open the store itself.
  func announce() {
    guard let store = store?.value, (try? Self.isStore(store)) == true else { return }
    let configured = sources.map { Dictionary(keepingFirst: $0.map { ($0.name, $0.root) }) }
    let cache = try? RetrievalCache.open(
      at: StoreLocation(store: store), embedder: EmbedderName.minilm.deferred, options: CacheOptions(readOnly: true))
    // If the store can't be opened, the command itself reports that.
    announce(store: store, roots: configured ?? cache?.roots ?? [:])
  }

  private func isOwn(_ store: String) -> Bool {
    let here = StoreLocation.real(".")
    let own = (here == "/" ? "" : here) + "/" + StoreLocation.folderName
    let isConfiguredHere = file.map { $0.folder.utf8.elementsEqual(here.utf8) && store == $0.store } ?? false
    return isConfiguredHere || StoreLocation.real(store).utf8.elementsEqual(StoreLocation.real(own).utf8)
  }
}

extension RetrievalCache {
  /// Reports what opening the store changed in its sharing. It does so once: afterwards nothing is left to change.
  nonisolated func announceSharing() {
    if let sharingChange { Terminal.report("freshet: \(advice: sharingChange.message, about: sharingChange.store)") }
  }
}
