internal import Corpus

/// What to look at anew after this scan, if the one before was looked at already.
extension ScanReport {
  /// Files that differ, came or went, and entries that became no document or cease to be none. A file that was touched
  /// so shortly before the last look that an equal stamp proves nothing counts as different (the racy-git rule).
  package func touched(since last: ScanReport) -> Set<String> {
    var known: [String: FileStamp] = [:]
    for file in last.files { known[file.path] = file.stamp }
    var touched: Set<String> = []
    for file in files {
      let isSame = known.removeValue(forKey: file.path) == file.stamp
      if !isSame || file.stamp.isRacy(at: last.started) { touched.insert(file.path) }
    }
    touched.formUnion(known.keys)
    let passedOver = Set(passedOver).symmetricDifference(last.passedOver).map(\.path)
    return touched.union(passedOver.filter { !$0.isEscaped })
  }

  /// Folders that can't be listed and could be before, or the other way round, and those where names that no document
  /// can have came or went.
  package func scopes(since last: ScanReport) -> Set<String> {
    let gaps = Set(gaps.map(\.path)).symmetricDifference(last.gaps.map(\.path))
    let passedOver = Set(passedOver).symmetricDifference(last.passedOver).map(\.path)
    return gaps.union(passedOver.filter(\.isEscaped).map(\.folderOfEscaped))
  }

  /// What the rules exclude is nobody's business.
  private var passedOver: [SkippedEntry] { skipped.filter { $0.reason != .ignored } }
}

extension FileStamp {
  fileprivate func isRacy(at look: Timestamp) -> Bool {
    look.duration(since: max(modified, statusChanged)) <= StampedRevision.racyWindow
  }
}

extension String {
  /// Whether it stands for a name that Swift can't decode or tell apart: see `SkippedEntry.path`.
  fileprivate var isEscaped: Bool {
    let slash = UInt8(ascii: "/")
    return utf8.first == slash || zip(utf8, utf8.dropFirst()).contains { $0 == slash && $1 == slash }
  }

  fileprivate var folderOfEscaped: String {
    split(separator: "/").dropLast().joined(separator: "/")
  }
}
