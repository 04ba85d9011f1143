package import FreshetCorpus

/// Where to look again after this scan, if the look that followed the scan before it is done.
extension ScanReport {
  /// The files that differ, appeared or vanished, and the entries that are skipped now or no longer. A file that was
  /// touched so shortly before the last look that an equal stamp proves nothing counts as different (the racy-git
  /// rule).
  package func touched(since last: ScanReport) -> Set<ExactPath> {
    var known: [ExactPath: FileStamp] = [:]
    for file in last.files { known[ExactPath(file.path)] = file.stamp }
    var touched: Set<ExactPath> = []
    for file in files {
      let path = ExactPath(file.path)
      let isSame = known.removeValue(forKey: path) == file.stamp
      if !isSame || file.stamp.isRacy(at: last.started) { touched.insert(path) }
    }
    touched.formUnion(known.keys)
    return touched.union(skippedChanges(since: last).filter { !$0.isEscaped })
  }

  /// The folders that can't be listed now and could be before, or the other way round, and those where names that no
  /// document can have appeared or vanished.
  package func scopes(since last: ScanReport) -> Set<ExactPath> {
    let gaps = Set(gaps.map { ExactPath($0.path) }).symmetricDifference(last.gaps.map { ExactPath($0.path) })
    return gaps.union(skippedChanges(since: last).filter(\.isEscaped).map(\.folderOfEscaped))
  }

  /// The entries that are skipped now and weren't, are no longer skipped, or are skipped for another reason.
  private func skippedChanges(since last: ScanReport) -> Set<ExactPath> {
    var reasons: [ExactPath: SkipReason] = [:]
    for entry in last.unignored { reasons[ExactPath(entry.path)] = entry.reason }
    var differing: Set<ExactPath> = []
    for entry in unignored where reasons.removeValue(forKey: ExactPath(entry.path)) != entry.reason {
      differing.insert(ExactPath(entry.path))
    }
    return differing.union(reasons.keys)
  }

  /// The skipped entries without those that rules exclude: their changes don't matter.
  private var unignored: [SkippedEntry] { skipped.filter { $0.reason != .ignored } }
}

extension FileStamp {
  fileprivate func isRacy(at look: Timestamp) -> Bool {
    look.duration(since: max(modified, statusChanged)) <= StampedRevision.racyWindow
  }
}

extension ExactPath {
  /// Whether the path stands for a name that isn't UTF-8: see `SkippedEntry.path`.
  fileprivate var isEscaped: Bool {
    let slash = UInt8(ascii: "/")
    let bytes = string.utf8
    return bytes.first == slash || zip(bytes, bytes.dropFirst()).contains { $0 == slash && $1 == slash }
  }

  fileprivate var folderOfEscaped: ExactPath { ExactPath(string.pathNames.dropLast().joined(separator: "/")) }
}
