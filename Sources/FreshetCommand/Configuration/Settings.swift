internal import FreshetFiles
internal import Foundation
internal import Freshet
internal import FreshetWire

/// The store, embedder and sources that a command works with, and where each setting comes from.
///
/// In order of precedence, a setting comes from a flag, an environment variable, freshet.toml, the store's records, or
/// the default. If the caller names no store, one search finds the store and freshet.toml: it goes from a folder
/// upwards and ends at the first folder that has a store or a freshet.toml.
struct Settings {
  /// The path of the store's folder; nil if the caller names none and the search finds none.
  let store: Setting<String>?
  let file: ConfigurationFile?
  /// A freshet.toml that the search found but the command ignores, because its sources contradict the store; else nil.
  let unused: UnusedFile?
  /// A root that is `/` or the home folder, set by a store or freshet.toml that the search found and the caller didn't
  /// name; nil if there is none.
  let wideRoot: WideFinding?
  private let embedderFlag: EmbedderName?

  /// Finds the store and reads freshet.toml.
  ///
  /// - Parameters:
  ///   - flag: the value of `--store`; nil if it isn't given.
  ///   - embedder: the value of `--embedder`; nil if it isn't given.
  ///   - path: where the search for a store or a freshet.toml begins.
  ///   - isNamed: whether the caller named `path`. If so, a store or freshet.toml in that folder also counts as named
  ///     by the caller.
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

  /// Who may use the store's files, as freshet.toml sets it; by default only their owner. Nil without a freshet.toml:
  /// the store then keeps its permissions.
  var sharing: StoreSharing? { file.map { $0.group == true ? .group : .owner } }

  /// The sources in freshet.toml; nil without a freshet.toml. Commands then use the sources that the store has
  /// recorded.
  var sources: [SourceConfiguration]? { file?.sources }

  /// How sources resolve conflicts between versions, by source name. Contains only the sources for which freshet.toml
  /// sets a resolution.
  var resolutions: [String: Resolution] { file?.resolutions.mapValues(\.resolution) ?? [:] }

  /// Whether the folder contains a store's database. A `.freshet` folder alone is no store: watchers create one in
  /// every source for their cookies (files whose events show what a watcher has seen).
  ///
  /// - Throws: `DiscoveryError.closed` if the system doesn't let this process check, for example without permission.
  static func isStore(_ folder: String) throws -> Bool {
    var status = stat()
    if stat(folder + "/" + StoreNames.database, &status) == 0 { return true }
    if [ENOENT, ENOTDIR, ENAMETOOLONG, ELOOP].contains(errno) { return false }
    throw DiscoveryError.closed(path: folder, why: String(cString: strerror(errno)))
  }

  /// Checks that the store's path is a folder or doesn't exist.
  ///
  /// - Throws: `CommandError.storeIsFile` if it is anything else.
  static func refuseFile(at store: String) throws {
    let isThere = FileManager.default.fileExists(atPath: store)
    if isThere, !StoreLocation.isFolder(store) { throw CommandError.storeIsFile(store) }
  }

  /// The embedder to use: the one from the flag, the environment or freshet.toml, else the one that made the store's
  /// vectors, else `minilm`.
  ///
  /// - Parameter mayMigrate: whether to migrate a store of an older format, whose embedder can't be read before. If
  ///   false, such a store causes `StorageError.formatTooOld`.
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

  /// The embedder to use for a store whose embedding space the caller has read.
  ///
  /// - Parameter space: the space of the store's vectors; nil if the store has none.
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

  /// Finds the freshet.toml for a store that the caller named: the file beside the store, else the nearest file from
  /// `path` upwards. If the sources of the nearest file contradict the store's records, the file is returned as an
  /// `UnusedFile`. Nil for both if there is no file, or if the nearest file belongs to another user.
  private static func file(
    for store: String, near path: String, isNamed: Bool
  ) throws -> (ConfigurationFile?, UnusedFile?) {
    if let file = try file(beside: store) { return (file, nil) }
    do {
      guard let file = try search(from: path, isNamed: isNamed).first(file) else { return (nil, nil) }
      let unused = try UnusedFile(file, ofStore: store, knowing: knownRoots(of: store))
      return (unused == nil ? file : nil, unused)
    } catch DiscoveryError.foreign {
      return (nil, nil)  // another user's file must not affect a store that the caller named
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
  /// Refuses a root that is `/` or the home folder and that the caller didn't name.
  ///
  /// - Parameter indexing: whether the command would index the root. If not, such a root is allowed if the store or
  ///   freshet.toml that sets it lies in the folder where the search began.
  /// - Throws: `CommandError.wideRoot` if there is such a root.
  func refuseWideRoot(indexing: Bool = false) throws {
    guard let wideRoot, indexing || !wideRoot.isHere else { return }
    throw CommandError.wideRoot(wideRoot.root, of: wideRoot.path)
  }

  /// Refuses to write to the store if freshet.toml and the store's records have different folders for the same source,
  /// or different sources for the same folder. The user must decide whether the file or the store is correct.
  ///
  /// - Throws: `UnusedFile` with the difference.
  func refuseUnusedFile() throws {
    if let unused, unused.difference != .everything { throw unused }
  }

  /// Reports on standard error which store and roots the command uses. Reports nothing if the command uses the store of
  /// the current folder.
  func announce(store: String, roots: [String: String]) {
    if isOwn(store) { return }
    let names = Array(Set(roots.values)).sorted()
    let told = names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
    let root = names.isEmpty ? "no root" : (names.count == 1 ? "root " : "roots ") + told
    let note = unused.map { "; \($0)" } ?? ""
    Terminal.report("freshet: using the store \(store), \(root)\(advice: note)")
  }

  /// Reports on standard error which store and roots the command uses, for commands that don't open the store
  /// themselves. Reports nothing if there is no store, or if it is the store of the current folder.
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
  /// Reports on standard error how opening the store changed the permissions of its files. The next opening finds
  /// nothing to change, so the report appears once.
  nonisolated func announceSharing() {
    if let sharingChange { Terminal.report("freshet: \(advice: sharingChange.message, about: sharingChange.store)") }
  }
}
