package import FreshetCorpus

/// "Deletes need evidence": a document is absent only if a complete listing lacks the next name on its path. An
/// unanswered question proves nothing.
///
/// The rules apply from the outside in. An exclusion or a gap on the way decides for everything below it. Otherwise the
/// innermost listed folder is the witness, if the file system that held the file is mounted there: an unmounted folder
/// is empty too.
extension ScanReport {
  /// What this scan proves about `path`.
  ///
  /// `lastSeen` is the document as it was last read, if known; `remounts` is the result of `remounts(of:)`.
  package func evidence(
    of path: String, lastSeen: StampedRevision? = nil, remounts: Remounts = Remounts()
  ) -> Evidence {
    guard let names = try? RelativePath(path), scope.contains(names) else { return .unknown(.outOfScope) }
    if let stamp = files.stamp(of: path) { return .present(stamp) }
    let last = lastSeen.map { LastPlace($0, remounts) }
    let prefixes = Self.prefixes(of: path)
    for prefix in prefixes {
      if let gap = Self.find(prefix, in: gaps, by: \.path) { return .unknown(.unseen(prefix, gap.error)) }
      if let entry = Self.find(prefix, in: skipped, by: \.path) { return exclusion(entry, among: prefixes, last) }
    }
    return absence(among: prefixes, last)
  }

  /// The mounts that the way to `path` crosses.
  package func crossing(to path: String) -> Crossing? {
    if crossings.count < 2 { return crossings.first?.crossing }
    return Self.prefixes(of: path).reversed().lazy.compactMap { Self.find($0, in: crossings, by: \.path)?.crossing }
      .first
  }

  /// What an entry that isn't a document proves. A dangling link may lead to a place that is only unmounted, so it
  /// proves no more than a missing name does.
  private func exclusion(_ entry: SkippedEntry, among prefixes: [String], _ last: LastPlace?) -> Evidence {
    if entry.isHidden { return .hidden }
    guard entry.reason == .notAFile else { return .excluded(entry.reason) }
    guard let crossing = crossing(to: entry.path), crossing.isLinked, let last else {
      let absence = absence(among: prefixes, last)
      return absence == .absent ? .excluded(.notAFile) : absence
    }
    return last.isProven(by: crossing) ? .excluded(.notAFile) : .unknown(last.doubt(at: crossing))
  }

  private func absence(among prefixes: [String], _ last: LastPlace?) -> Evidence {
    guard let witness = prefixes.last(where: isWitness), let crossing = crossing(to: witness) else {
      return .unknown(.outOfScope)
    }
    guard let last, !last.isProven(by: crossing) else { return .absent }
    return .unknown(last.doubt(at: crossing))
  }

  /// Whether `path` is a listed folder, a missing entry or a file: nothing lies there that the report doesn't show.
  private func isWitness(_ path: String) -> Bool {
    Self.find(path, in: folders, by: \.path) != nil || Self.find(path, in: missing, by: \.path) != nil
      || files.stamp(of: path) != nil
  }

  /// The prefixes of a path: the root "", then each folder on the way, then `path` itself.
  private static func prefixes(of path: String) -> [String] {
    let slashes = path.utf8.indices.filter { path.utf8[$0] == UInt8(ascii: "/") }
    return [""] + slashes.map { String(path[..<$0]) } + [path]
  }

  /// - Complexity: O(log *n*) comparisons.
  private static func find<Element>(
    _ path: String, in sorted: [Element], by key: (Element) -> String
  ) -> Element? {
    let index = sorted.partitioningIndex { !precedes(key($0), path) }
    guard index < sorted.endIndex else { return nil }
    let found = sorted[index]
    return key(found).isExactly(path) ? found : nil
  }
}

/// Where a document lay when it was last read, as far as that is known.
struct LastPlace {
  /// Nil if only the file's device is known: a store of format 4 records no mounts.
  private let mounts: DocumentMounts?
  private let device: UInt64
  private let remounts: Remounts

  init(_ lastSeen: StampedRevision, _ remounts: Remounts = Remounts()) {
    mounts = lastSeen.mounts
    device = lastSeen.stamp.device
    self.remounts = remounts
  }

  /// Whether a document that is missing at the end of `crossing` is proven absent.
  ///
  /// If the way follows a link, the mounts of both the name and the bytes must match. If the link itself is gone, only
  /// that of the name must.
  func isProven(by crossing: Crossing) -> Bool {
    let now = crossing.mounts
    guard let mounts else { return remounts.isSame(device: device, now.file) }
    return remounts.areSame(mounts.name, now.name) && (!crossing.isLinked || remounts.areSame(mounts.file, now.file))
  }

  /// Why a document that is missing at the end of `crossing` isn't proven absent.
  func doubt(at crossing: Crossing) -> Doubt {
    .otherFileSystem(at: crossing.mounts.file.point, was: mounts?.file.point)
  }
}
