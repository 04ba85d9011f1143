package import FreshetCorpus

/// An entry that isn't a document, and why. A skipped folder counts as one entry, because the scan doesn't enter it.
package struct SkippedEntry: Hashable, Sendable {
  /// The entry's path. If the name isn't valid UTF-8, it is percent-escaped and preceded by an extra "/", which no
  /// document's path contains.
  package let path: String
  package let reason: SkipReason
  /// Whether the entry is the store's folder or one of its files, recognized by device and inode whatever its name is.
  package let isOfStore: Bool
  /// Whether the entry is skipped only because its path contains a hidden or secret-like name that nobody named
  /// explicitly.
  package let isHidden: Bool

  package init(path: String, reason: SkipReason, isOfStore: Bool = false, isHidden: Bool = false) {
    self.path = path
    self.reason = reason
    self.isOfStore = isOfStore
    self.isHidden = isHidden
  }
}

/// A folder that the scan listed completely.
package struct ListedFolder: Hashable, Sendable {
  /// The path of the folder; empty for the root.
  package let path: String

  package init(path: String) {
    self.path = path
  }
}

/// A folder that couldn't be listed, or an entry that couldn't be examined. The scan proves nothing about this path or
/// anything below it.
package struct ScanGap: Hashable, Sendable {
  package let path: String
  package let error: SystemError

  package init(path: String, error: SystemError) {
    self.path = path
    self.error = error
  }
}

/// A name that the scan looked up by itself, without listing its folder, and that is neither a document nor a folder.
package struct MissingEntry: Hashable, Sendable {
  package let path: String

  package init(path: String) {
    self.path = path
  }
}

/// A path at which the scan entered another mount or followed a link. `crossing` is the mounts on the way from the root
/// to this path.
package struct CrossedPath: Hashable, Sendable {
  /// The path relative to the root; empty for the root.
  package let path: String
  package let crossing: Crossing

  package init(path: String, crossing: Crossing) {
    self.path = path
    self.crossing = crossing
  }
}

/// The result of one finished scan: what it found, and what it couldn't read. Every conclusion about documents is a
/// pure function of the report.
///
/// A scan that was interrupted, or whose root couldn't be listed, has no report. Each list is sorted by the bytes of
/// its paths, without duplicates. The number of discovered entries is the sum of `files`, `skipped` and `gaps`.
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
  /// The paths at which the scan entered another mount or followed a link. The first element is the root.
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

  /// For each reason, the number of entries that aren't documents; gaps count as `unreadable`.
  package var skippedCounts: [SkipReason: Int] {
    var counts: [SkipReason: Int] = [:]
    for entry in skipped { counts[entry.reason, default: 0] += 1 }
    if !gaps.isEmpty { counts[.unreadable, default: 0] += gaps.count }
    return counts
  }
}
