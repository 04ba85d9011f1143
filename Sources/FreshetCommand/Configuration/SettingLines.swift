internal import Foundation
internal import Freshet
internal import FreshetWire

/// Every setting with its value and origin, as a line that could stand in freshet.toml.
struct SettingLines {
  struct Line {
    let key: String
    let value: SettingValue
    let origin: SettingOrigin

    var text: String { "\(key) = \(value.asTOML)" }
  }

  private(set) var all: [Line] = []

  init(_ settings: Settings) throws {
    let store = settings.store ?? Setting(value: StoreLocation.beside(".").store, origin: .standard)
    let said = settings.file?.line(of: ["store"]) != nil || settings.file == nil
    let embedder = try settings.embedder(of: store.value)
    all = [
      Line(key: "store", value: .text(store.value), origin: Self.origin(of: store, isSaid: said)),
      Line(key: "embedder", value: .text(embedder.value.rawValue), origin: embedder.origin),
      Line(key: "index", value: .text(settings.index.value.rawValue), origin: settings.index.origin),
      Self.group(settings, store.value),
    ]
    for source in try Self.sources(settings, store.value) { try add(source, settings) }
    addResolution(of: DocumentID.pushed, ["pushed", "resolution"], settings)
  }

  /// The line for `group`, which sets whether the user's group may use the store. Without a freshet.toml, the store's
  /// present permissions decide.
  private static func group(_ settings: Settings, _ store: String) -> Line {
    let line = settings.file?.line(of: ["group"])
    guard let sharing = settings.sharing else {
      let isShared = RetrievalCache.sharing(ofStore: store) == .group
      return Line(key: "group", value: .flag(isShared), origin: isShared ? .store : .standard)
    }
    return Line(key: "group", value: .flag(sharing == .group), origin: line == nil ? .standard : .file(line: line))
  }

  /// The origin of the store's path. A freshet.toml that doesn't set `store` implies the `.freshet` folder beside the
  /// file; that counts as the default.
  private static func origin(of store: Setting<String>, isSaid: Bool) -> SettingOrigin {
    if case .file = store.origin, !isSaid { .standard } else { store.origin }
  }

  private static func sources(_ settings: Settings, _ store: String) throws -> [SourceConfiguration] {
    if let sources = settings.sources { return sources }
    guard try Settings.isStore(store) else { return [SourceConfiguration(root: ".")] }
    let cache = try RetrievalCache.open(
      at: StoreLocation(store: store), embedder: EmbedderName.minilm.deferred,
      options: CacheOptions(readOnly: true))
    return cache.roots.sorted { $0.key < $1.key }.map { SourceConfiguration(name: $0.key, root: $0.value) }
  }

  private mutating func add(_ source: SourceConfiguration, _ settings: Settings) throws {
    let isRemembered = try settings.file == nil && settings.store.map { try Settings.isStore($0.value) } ?? false
    let values: [(String, SettingValue)] =
      [
        ("root", .text(source.root)), ("include", .list(source.include)), ("exclude", .list(source.exclude)),
        ("hidden", .flag(source.includesHiddenNames)),
        ("policy", .text(source.coherence.name)),
      ] + source.coherence.parameters + (source.passageSizes?.lines ?? []) + (source.objective?.lines ?? []) + [
        ("accept-deletions", .flag(source.acceptsDeletions)),
        ("settle", .text("\(DurationText(source.rest))")),
        ("reconcile", .text("\(DurationText(source.reconcileEvery))")),
        ("poll", .text("\(DurationText(source.pollEvery))")),
      ]
    for (key, value) in values {
      let path = ["sources", source.name] + key.split(separator: ".").map(String.init)
      let line = settings.file?.line(of: path)
      let origin: SettingOrigin = line != nil ? .file(line: line) : isRemembered && key == "root" ? .store : .standard
      all.append(Line(key: path.joined(separator: "."), value: value, origin: origin))
    }
    addResolution(of: source.name, ["sources", source.name, "resolution"], settings)
  }

  private mutating func addResolution(of source: String, _ path: [String], _ settings: Settings) {
    let line = settings.file?.line(of: path)
    let name = settings.file?.resolutions[source] ?? .standard(of: source)
    all.append(
      Line(
        key: path.joined(separator: "."), value: .text(name.rawValue),
        origin: line == nil ? .standard : .file(line: line)))
  }
}

extension SettingLines {
  func object(file: String?) -> SettingsObject {
    SettingsObject(file: file, all.map { SettingsObject.Line($0.key, $0.value, from: $0.origin) })
  }
}

extension PassageSizes {
  fileprivate var lines: [(String, SettingValue)] {
    [("chunk.target", .integer(target)), ("chunk.maximum", .integer(maximum))]
  }
}

extension StalenessObjective {
  fileprivate var lines: [(String, SettingValue)] {
    [("staleness", .text("\(DurationText(staleness))")), ("target", .number(target))]
  }
}

extension CoherenceSettings {
  fileprivate var parameters: [(String, SettingValue)] {
    switch self {
    case .writeThrough: []
    case .writeBehind(let maxLag, let maxPending, let batch):
      [
        ("max-lag", .text("\(DurationText(maxLag))")), ("max-pending", .integer(maxPending)),
        ("batch", .integer(batch)),
      ]
    case .refreshAhead(let softTTL, let hardTTL, let beta, let budget):
      [
        ("soft-ttl", .text("\(DurationText(softTTL))")), ("hard-ttl", .text("\(DurationText(hardTTL))")),
        ("beta", .number(beta)), ("budget", .integer(budget)),
      ]
    }
  }
}
