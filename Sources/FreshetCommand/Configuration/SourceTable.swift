internal import Freshet

/// Reads a table [sources.NAME] of freshet.toml.
struct SourceTable {
  private enum Policy: String, CaseIterable {
    case writeThrough = "write-through"
    case writeBehind = "write-behind"
    case refreshAhead = "refresh-ahead"

    /// The keys that a [sources.NAME] table may have only with this policy.
    var parameters: [String] {
      switch self {
      case .writeThrough: []
      case .writeBehind: ["max-lag", "max-pending", "batch"]
      case .refreshAhead: ["soft-ttl", "hard-ttl", "beta", "budget"]
      }
    }
  }

  private let name: String
  private let table: ConfigurationTable

  init(named name: String, _ table: ConfigurationTable) throws {
    guard SourceConfiguration.isValid(name: name) else {
      throw table.wrong(
        what:
          "a source's name consists of letters, digits, - and _; \(DocumentID.pushed) is reserved for pushed documents")
    }
    self.name = name
    self.table = table
  }

  /// Reads the source's settings.
  ///
  /// - Parameter folder: the folder to which a relative `root` refers.
  func configuration(in folder: String) throws -> SourceConfiguration {
    try table.refuseOthers(
      than: [
        "root", "include", "exclude", "hidden", "policy", "resolution", "staleness", "target", "accept-deletions",
        "settle", "reconcile", "poll", "chunk",
      ]
        + Policy.allCases.flatMap(\.parameters))
    guard let root = try table.text("root") else {
      throw table.wrong(what: #"a source needs a folder, such as root = "docs", relative to this file's folder"#)
    }
    let standard = SourceConfiguration(root: folder)
    return SourceConfiguration(
      name: name, root: ConfigurationFile.path(root, in: folder), include: try table.patterns("include") ?? [],
      exclude: try table.patterns("exclude") ?? [], includesHiddenNames: try table.flag("hidden") ?? false,
      coherence: try coherence(), passageSizes: try table.passageSizes("chunk"),
      objective: try objective(), acceptsDeletions: try table.flag("accept-deletions") ?? false,
      rest: try table.duration("settle", mayBeZero: true) ?? standard.rest,
      reconcileEvery: try table.duration("reconcile") ?? standard.reconcileEvery,
      pollEvery: try table.duration("poll") ?? standard.pollEvery)
  }

  private func objective() throws -> StalenessObjective? {
    let target = try table.factor("target")
    guard let staleness = try table.duration("staleness") else {
      if target == nil { return nil }
      throw table.wrong("target", what: #"a target needs an objective, such as staleness = "30s""#)
    }
    if let target, !(target > 0 && target < 1) {
      throw table.wrong(
        "target", what: "expected a share above 0 and below 1: 0.999 lets one change in a thousand miss the objective")
    }
    return StalenessObjective(staleness: staleness, target: target ?? StalenessObjective.standardTarget)
  }

  /// How the source resolves conflicts between versions; nil if the table doesn't set it.
  func resolution() throws -> ResolutionName? { try table.name("resolution", ResolutionName.self) }

  private func coherence() throws -> CoherenceSettings {
    let policy = try table.name("policy", Policy.self) ?? .writeBehind
    for other in Policy.allCases where other != policy {
      guard let key = other.parameters.first(where: table.has) else { continue }
      throw table.wrong(
        key,
        what: "only the policy \(other.rawValue) has this key, but the source's policy is \(policy.rawValue): "
          + "remove the key or change the policy")
    }
    return switch policy {
    case .writeThrough: .writeThrough
    case .writeBehind: try writeBehind()
    case .refreshAhead: try refreshAhead()
    }
  }

  private func writeBehind() throws -> CoherenceSettings {
    .writeBehind(
      maxLag: try table.duration("max-lag") ?? .seconds(5), maxPending: try table.count("max-pending") ?? 20_000,
      batch: try table.count("batch") ?? 64)
  }

  private func refreshAhead() throws -> CoherenceSettings {
    let softTTL = try table.duration("soft-ttl") ?? .seconds(300)
    let hardTTL = try table.duration("hard-ttl") ?? max(.seconds(3600), softTTL)
    if hardTTL < softTTL {
      throw table.wrong(
        "hard-ttl", what: "\(DurationText(hardTTL)) is shorter than soft-ttl, which is \(DurationText(softTTL))")
    }
    return .refreshAhead(
      softTTL: softTTL, hardTTL: hardTTL, beta: try table.factor("beta") ?? 1, budget: try table.count("budget") ?? 4)
  }
}
