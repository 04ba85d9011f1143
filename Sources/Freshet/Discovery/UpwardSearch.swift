internal import FreshetCorpus
internal import Foundation

/// Searches a folder, and then the folders above it, until `DiscoveryPolicy` ends the search. All code that looks for
/// stores and configuration files uses this type.
package struct UpwardSearch {
  private let start: String
  private let isStartNamed: Bool
  private let ceilings: Set<ExactPath>
  private let trusted: Set<ExactPath>

  /// Creates a search. `first(_:)` performs it.
  ///
  /// - Parameters:
  ///   - path: the folder where the search begins. If it isn't a folder, the search begins in the nearest existing
  ///     folder above.
  ///   - isNamed: whether the caller named `path` explicitly. If so, files in it are accepted from any owner.
  ///   - ceilings: the value of FRESHET_CEILING, which is a colon-separated list of absolute paths. The search doesn't
  ///     go up into these folders.
  ///   - trusted: folders in which files are accepted from any owner.
  package init(
    from path: String, isNamed: Bool = false, ceilings: String? = nil, trusted: [String] = []
  ) throws(DiscoveryError) {
    let real = StoreLocation.real(path)
    start = StoreLocation.folders(upwardsFrom: path).first { StoreLocation.isFolder($0) } ?? "/"
    isStartNamed = isNamed && start.isExactly(real)
    var places: Set<ExactPath> = []
    for entry in ceilings?.split(separator: ":").map(String.init) ?? [] {
      if !entry.isAbsolutePath { throw .relativeCeiling(entry) }
      places.insert(ExactPath(StoreLocation.real(entry)))
    }
    self.ceilings = places
    self.trusted = Set(trusted.map { ExactPath(StoreLocation.real($0)) })
  }

  /// Calls `look` for each folder, innermost first, and returns the first result that isn't nil. Returns nil if the
  /// search ends without a result.
  package func first<Found>(_ look: (SearchedFolder) throws -> Found?) throws -> Found? {
    guard var folder = try OpenedStatus(at: start).map(DiscoveryPolicy.Folder.init) else { return nil }
    let policy = DiscoveryPolicy(caller: .current, start: folder)
    for path in StoreLocation.folders(upwardsFrom: start) {
      let isStart = path.isExactly(start)
      if !isStart {
        guard let above = try OpenedStatus(at: path).map(DiscoveryPolicy.Folder.init) else { return nil }
        let isCeiling = ceilings.contains(ExactPath(path))
        if policy.end(from: folder, to: above, isCeiling: isCeiling, isTrusted: liesInTrusted(path)) != nil {
          return nil
        }
        folder = above
      }
      let isNamed = isStart && isStartNamed || trusted.contains(ExactPath(path))
      if let found = try look(SearchedFolder(path: path, isStart: isStart, isNamed: isNamed, policy: policy)) {
        return found
      }
    }
    return nil
  }

  private func liesInTrusted(_ path: String) -> Bool { trusted.contains { path.path(below: $0.string) != nil } }
}

extension DiscoveryPolicy.Folder {
  fileprivate init(_ status: OpenedStatus) {
    self.init(owner: status.entry.owner, device: status.device)
  }
}

extension DiscoveryPolicy.Caller {
  /// The user who runs this process.
  package static var current: DiscoveryPolicy.Caller {
    var groups = [gid_t](repeating: 0, count: max(0, Int(getgroups(0, nil))))
    let count = getgroups(Int32(groups.count), &groups)
    groups = Array(groups.prefix(max(0, Int(count))))
    let sudo = ProcessInfo.processInfo.environment["SUDO_UID"].flatMap { UInt32($0) }
    return DiscoveryPolicy.Caller(user: geteuid(), groups: Set(groups + [getegid()]), sudoUser: sudo)
  }
}
