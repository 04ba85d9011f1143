package import FreshetCorpus

/// An entry that is no document by rule. A skipped folder counts as one, because the scan doesn't go below it.
package struct SkippedEntry: Hashable, Sendable {
  /// The entry's path. A name that isn't UTF-8 is percent-escaped after an extra "/", which no document's path has.
  package let path: String
  package let reason: SkipReason
  /// Whether the entry is the store's folder or one of its files under another name.
  package let isOfStore: Bool
  /// Whether only a hidden or secret-like name, which nobody named, keeps the entry from being a document.
  package let isHidden: Bool

  package init(path: String, reason: SkipReason, isOfStore: Bool = false, isHidden: Bool = false) {
    self.path = path
    self.reason = reason
    self.isOfStore = isOfStore
    self.isHidden = isHidden
  }
}

/// A folder of which the scan saw all entries.
package struct ListedFolder: Hashable, Sendable {
  /// The path of the folder; empty for the root.
  package let path: String

  package init(path: String) {
    self.path = path
  }
}

/// A folder that could not be listed, or an entry that could not be read: nothing is known about it or below it.
package struct ScanGap: Hashable, Sendable {
  package let path: String
  package let error: SystemError

  package init(path: String, error: SystemError) {
    self.path = path
    self.error = error
  }
}

/// A name on the way to the scope that the scan looked up without listing its folder, and found no document or folder.
package struct MissingEntry: Hashable, Sendable {
  package let path: String

  package init(path: String) {
    self.path = path
  }
}

/// A place where the way down from the root reaches another mount or a link. `crossing` is everything crossed up to
/// here.
package struct CrossedPath: Hashable, Sendable {
  /// The path of the place; empty for the root.
  package let path: String
  package let crossing: Crossing

  package init(path: String, crossing: Crossing) {
    self.path = path
    self.crossing = crossing
  }
}

/// What one finished scan saw and what it could not see. Every conclusion is a pure function of the report.
///
/// A scan that was cut short, or whose root could not be listed, has no report. Each list is in the order of its paths'
/// bytes, without repeats. `discovered = files + skipped + gaps`.
package struct ScanReport: Hashable, Sendable {
  package let scope: ScanScope
  package let started: Timestamp
  package let finished: Timestamp
  package let root: RootIdentity
  package let files: ScannedFiles
  package let skipped: [SkippedEntry]
  package let gaps: [ScanGap]
  package let folders: [ListedFolder]
  package let missing: [MissingEntry]
  /// The places where the scan crossed mounts or links; the root's comes first.
  package let crossings: [CrossedPath]

  package init(
    scope: ScanScope, started: Timestamp, finished: Timestamp, root: RootIdentity, files: ScannedFiles,
    skipped: [SkippedEntry] = [], gaps: [ScanGap] = [], folders: [ListedFolder],
    missing: [MissingEntry] = [], crossings: [CrossedPath]
  ) {
    self.scope = scope
    self.started = started
    self.finished = finished
    self.root = root
    self.files = files.sorted()
    self.skipped = Self.inOrder(skipped, of: \.path)
    self.gaps = Self.inOrder(gaps, of: \.path)
    self.folders = Self.inOrder(folders, of: \.path)
    self.missing = Self.inOrder(missing, of: \.path)
    self.crossings = Self.inOrder(crossings, of: \.path)
  }

  private static func inOrder<Element>(_ elements: [Element], of path: (Element) -> String) -> [Element] {
    let isInOrder = zip(elements, elements.dropFirst()).allSatisfy { !precedes(path($1), path($0)) }
    return isInOrder ? elements : elements.sorted { precedes(path($0), path($1)) }
  }

  /// How many entries are no documents, by reason; gaps count as `unreadable`.
  package var skippedCounts: [SkipReason: Int] {
    var counts: [SkipReason: Int] = [:]
    for entry in skipped { counts[entry.reason, default: 0] += 1 }
    if !gaps.isEmpty { counts[.unreadable, default: 0] += gaps.count }
    return counts
  }
}
