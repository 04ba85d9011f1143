package import FreshetCorpus

/// The differences between two scans, which tell a polling watcher what to report.
extension ScanReport {
  /// Returns the paths of files that changed, appeared or vanished since the scan `last`, and of entries that were
  /// skipped in only one of the two scans, or for different reasons. A file that was modified very shortly before the
  /// scan `last` counts as changed even if its stamp is equal (the "racy git" rule).
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

  /// Returns the paths that could be read in only one of the two scans, and the folders in which names that aren't
  /// valid UTF-8 appeared or vanished.
  package func scopes(since last: ScanReport) -> Set<ExactPath> {
    let gaps = Set(gaps.map { ExactPath($0.path) }).symmetricDifference(last.gaps.map { ExactPath($0.path) })
    return gaps.union(skippedChanges(since: last).filter(\.isEscaped).map(\.folderOfEscaped))
  }

  /// Returns the paths of entries that are skipped in only one of the two scans, or for different reasons.
  private func skippedChanges(since last: ScanReport) -> Set<ExactPath> {
    var reasons: [ExactPath: SkipReason] = [:]
    for entry in last.unignored { reasons[ExactPath(entry.path)] = entry.reason }
    var differing: Set<ExactPath> = []
    for entry in unignored where reasons.removeValue(forKey: ExactPath(entry.path)) != entry.reason {
      differing.insert(ExactPath(entry.path))
    }
    return differing.union(reasons.keys)
  }

  /// The skipped entries, except those that ignore rules exclude, because changes of excluded entries don't matter.
  private var unignored: [SkippedEntry] { skipped.filter { $0.reason != .ignored } }
}

extension FileStamp {
  fileprivate func isRacy(at look: Timestamp) -> Bool {
    look.duration(since: max(modified, statusChanged)) <= StampedRevision.racyWindow
  }
}

extension ExactPath {
  /// Whether the path represents a name that isn't valid UTF-8: see `SkippedEntry.path`.
  fileprivate var isEscaped: Bool {
    let slash = UInt8(ascii: "/")
    let bytes = string.utf8
    return bytes.first == slash || zip(bytes, bytes.dropFirst()).contains { $0 == slash && $1 == slash }
  }

  fileprivate var folderOfEscaped: ExactPath { ExactPath(string.pathNames.dropLast().joined(separator: "/")) }
}
