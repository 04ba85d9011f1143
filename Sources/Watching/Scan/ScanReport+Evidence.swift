package import FreshetCorpus

/// What a scan proves about a document. A deletion needs evidence: a document counts as absent only if a complete
/// listing of a folder on its path lacks the next name. A failed system call proves nothing.
///
/// The path is checked from the root inwards. The first excluded entry or gap on it decides. Otherwise the innermost
/// listed folder is the evidence, if the file system that held the document is mounted there: the mount point of an
/// unmounted file system is an empty folder, too.
extension ScanReport {
  /// Returns what this scan proves about `path`.
  ///
  /// - Parameters:
  ///   - path: the path of a document relative to the root.
  ///   - lastSeen: the document as it was last read; nil if that is unknown.
  ///   - remounts: the result of `remounts(of:)`, by which remounted file systems are recognized.
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

  /// Returns the mounts on the way from the root to `path`; nil if the scan didn't visit the root.
  package func crossing(to path: String) -> Crossing? {
    if crossings.count < 2 { return crossings.first?.crossing }
    return Self.prefixes(of: path).reversed().lazy.compactMap { Self.find($0, in: crossings, by: \.path)?.crossing }
      .first
  }

  /// Returns what a skipped entry on the path proves. A link without a target proves no more than a missing name does,
  /// because the target may be in a file system that is unmounted.
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

  /// Returns whether `path` is a folder that was listed, a name that the scan looked up and didn't find as a document
  /// or folder, or a file. In these cases, the report is evidence for everything directly below `path`.
  private func isWitness(_ path: String) -> Bool {
    Self.find(path, in: folders, by: \.path) != nil || Self.find(path, in: missing, by: \.path) != nil
      || files.stamp(of: path) != nil
  }

  /// Returns the prefixes of a path: "" for the root, then each folder on the way, then `path` itself.
  private static func prefixes(of path: String) -> [String] {
    let slashes = path.utf8.indices.filter { path.utf8[$0] == UInt8(ascii: "/") }
    return [""] + slashes.map { String(path[..<$0]) } + [path]
  }

  /// Returns the element with this path by binary search; nil if there is none.
  ///
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

/// The file systems that contained a document when it was last read, as far as they are known.
struct LastPlace {
  /// The mounts of the document; nil if only its device is known, because stores of format 4 record no mounts.
  private let mounts: DocumentMounts?
  private let device: UInt64
  private let remounts: Remounts

  init(_ lastSeen: StampedRevision, _ remounts: Remounts = Remounts()) {
    mounts = lastSeen.mounts
    device = lastSeen.stamp.device
    self.remounts = remounts
  }

  /// Returns whether a document that isn't found at its path is proven absent. `crossing` is the mounts on the existing
  /// part of the way to that path.
  ///
  /// The mount that contains the document's directory entry must be the same as when the document was last read. If the
  /// way follows a link, the mount of the link's target must be the same as then, too.
  func isProven(by crossing: Crossing) -> Bool {
    let now = crossing.mounts
    guard let mounts else { return remounts.isSame(device: device, now.file) }
    return remounts.areSame(mounts.name, now.name) && (!crossing.isLinked || remounts.areSame(mounts.file, now.file))
  }

  /// Returns why a document that isn't found at its path isn't proven absent.
  func doubt(at crossing: Crossing) -> Doubt {
    .otherFileSystem(at: crossing.mounts.file.point, was: mounts?.file.point)
  }
}
