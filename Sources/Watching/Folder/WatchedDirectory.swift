package import FreshetCorpus
internal import Foundation

/// A directory whose files are documents. `scan` looks at all of it, `read` reads one file's bytes, `probe` looks at
/// one file's stamp.
///
/// The value holds no descriptor between calls, so each call sees what lies at the path now: it notices a root that was
/// unmounted or replaced, and doesn't keep it alive. Nothing outside the root is ever opened (see `RootFolder`).
package struct WatchedDirectory: Hashable, Sendable {
  package static let defaultMaximumFileSizeInBytes = 16 << 20

  package let root: String
  package let maximumFileSizeInBytes: Int
  let ownRules: OwnRules
  /// The paths that arguments named.
  package let named: [String]
  /// The store's folder, as an absolute path; nil if there is no store to keep apart.
  let store: String?

  /// `include` and `exclude` are patterns in gitignore's grammar, relative to the root. If `include` has patterns, a
  /// file is a document only if one of them matches it or a folder above it. `exclude` is stronger than any ignore
  /// file. Only `scan` applies these rules; `read` and `probe` don't.
  ///
  /// A file with a hidden name is a document only if an `include` pattern spells the dot, `named` contains the name, or
  /// `takesHidden` is true. A file with a secret-like name is a document only if a pattern or `named` spells the whole
  /// name.
  ///
  /// `storeFolder` is the path of the store's folder below the root, without links. Like git's folder, it never holds
  /// documents. `store` is its absolute path, wherever it lies: nothing reads the folder or the database's files,
  /// whatever other name leads to them.
  package init(
    root: String, include: [String] = [], exclude: [String] = [], storeFolder: String? = nil,
    store: String? = nil, takesHidden: Bool = false, named: [String] = [],
    maximumFileSizeInBytes: Int = WatchedDirectory.defaultMaximumFileSizeInBytes
  ) {
    precondition(maximumFileSizeInBytes >= 0, "a size of \(maximumFileSizeInBytes) bytes")
    self.root = root
    self.maximumFileSizeInBytes = maximumFileSizeInBytes
    self.named = named
    ownRules = OwnRules(
      include: include, exclude: exclude, storeFolder: storeFolder, takesHidden: takesHidden, named: named)
    self.store = store
  }

  /// The folder that lies at the root's path now.
  func openRoot() throws(WatchingError) -> RootFolder {
    try RootFolder(path: root, storeFolder: ownRules.storeFolder)
  }

  /// Looks at every entry in `scope` once.
  ///
  /// - Throws: `.rootMissing` or `.rootUnreadable` rather than an empty report; `.rootReplaced` if every attempt found
  ///   another root; `.cancelled` if the current task is.
  package func scan(
    _ scope: ScanScope = .everything, now: () -> Timestamp
  ) throws(WatchingError) -> ScanReport {
    for _ in 0..<Self.attempts {
      let root = try openRoot()
      let report = try scan(root, scope, now: now)
      if try root.isStillThere() { return report }
    }
    throw .rootReplaced(root)
  }

  /// Scans to try before the root counts as constantly replaced.
  private static let attempts = 3

  private func scan(
    _ root: RootFolder, _ scope: ScanScope, now: () -> Timestamp
  ) throws(WatchingError) -> ScanReport {
    if scope == .everything { return try scanTogether(root, now: now) }
    return try scan(root, scope, now: now, noticing: nil)
  }

  /// Identifies the folder that is the root now.
  ///
  /// - Throws: `.rootMissing` or `.rootUnreadable`.
  package func rootIdentity() throws(WatchingError) -> RootIdentity { try RootFolder(path: root).identity }

  /// Scans with several threads, of which the caller's is one.
  private func scanTogether(_ root: RootFolder, now: () -> Timestamp) throws(WatchingError) -> ScanReport {
    let started = now()
    var scan = DirectoryScan(of: root, in: self, scope: .everything)
    try scan.enterRoot()
    let walk = SharedWalk(of: scan)
    let others = (1..<Self.walkers).compactMap { _ in SideThread { walk.walk() } }
    walk.walk { Task.isCancelled }
    for thread in others { thread.join() }
    // The other threads may have walked all of it, so this thread must ask, too.
    if Task.isCancelled { throw .cancelled }
    return try walk.whole().report(started: started, finished: now())
  }

  /// More threads would wait for each other in the kernel: for the folders' locks, and for the memory of the process.
  private static let walkers = max(1, min(4, ProcessInfo.processInfo.activeProcessorCount))

  /// Scans `scope` in one thread, and calls `noticing` before it looks at a folder, or at a link to a file.
  func scan(
    _ scope: ScanScope, now: () -> Timestamp, noticing: @escaping (ScanStep) -> Void
  ) throws(WatchingError) -> ScanReport {
    let root = try openRoot()
    let report = try scan(root, scope, now: now, noticing: noticing)
    guard try root.isStillThere() else { throw .rootReplaced(self.root) }
    return report
  }

  private func scan(
    _ root: RootFolder, _ scope: ScanScope, now: () -> Timestamp, noticing: ((ScanStep) -> Void)?
  ) throws(WatchingError) -> ScanReport {
    let started = now()
    var scan = DirectoryScan(of: root, in: self, scope: scope, noticing: noticing)
    try scan.run()
    return scan.report(started: started, finished: now())
  }

  /// The evidence that a file's stamp gives at the time of a query. `lastSeen` is the document as it was last read.
  ///
  /// A probe doesn't apply ignore rules.
  /// - Complexity: two system calls for each part of the path.
  package func probe(_ path: String, lastSeen: StampedRevision? = nil) -> Evidence {
    do throws(WatchingError) {
      let names = try RelativePath(path)
      if names.isReserved(besides: ownRules.storeFolder) { return .excluded(.ignored) }
      return evidence(from: try openRoot().locate(names), lastSeen)
    } catch {
      return .unknown(.rootUnavailable(error))
    }
  }

  private func evidence(from whereabouts: RootFolder.Whereabouts, _ lastSeen: StampedRevision?) -> Evidence {
    switch whereabouts {
    case .entry(let place):
      if isOfStore(place) { return .excluded(.ignored) }
      switch place.status.kind {
      case .file: return .present(place.status.stamp)
      case .folder: return Self.proven(.absent, by: place.crossing, lastSeen)
      case .link, .other: return Self.proven(.excluded(.notAFile), by: place.crossing, lastSeen)
      }
    case .refused(let path, let error): return .unknown(.unseen(path, error))
    case .absent(_, let crossing): return Self.proven(.absent, by: crossing, lastSeen)
    case .astray(_, let crossing): return Self.proven(.excluded(.notAFile), by: crossing, lastSeen)
    }
  }

  /// Whether the place lies in the store's folder, or is a file of the database, by a link or another name. Opens
  /// nothing.
  func isOfStore(_ place: RootFolder.Place) -> Bool {
    if let folder = ownRules.storeFolder, place.path.path(below: folder) != nil { return true }
    return place.status.kind == .file && StoreFiles(in: store).contains(place.status.identity)
  }

  /// `evidence` that a document isn't there, if the file systems that held it are mounted on the way to its place; else
  /// `.unknown`.
  private static func proven(_ evidence: Evidence, by crossing: Crossing, _ lastSeen: StampedRevision?) -> Evidence {
    guard let last = lastSeen.map({ LastPlace($0) }), !last.isProven(by: crossing) else { return evidence }
    return .unknown(last.doubt(at: crossing))
  }
}

extension WatchedDirectory {
  /// Those of `paths` that exist and have hidden or secret-like names, in their shortest form.
  package func pathsToName(in paths: [String]) -> [String] {
    paths.compactMap { path in
      guard let names = try? RelativePath(path), !names.isReserved(besides: ownRules.storeFolder),
        let root = try? openRoot(),
        case .entry(let place) = root.locate(names)
      else { return nil }
      let text = Array(names.text.utf8)
      return ownRules.naming.demandsNaming(text.span, isFolder: place.status.kind == .folder) ? names.text : nil
    }
  }

  /// When the innermost folder above `path` that still exists last lost or gained a name; nil when none can be listed.
  package func folderChangedAt(above path: String) -> Timestamp? {
    var names = Array(path.pathNames.dropLast())
    while let root = try? RootFolder(path: root) {
      if names.isEmpty { return root.status.stamp.modified }
      if case .entry(let place) = root.locate(RelativePath(names: names)) { return place.status.stamp.modified }
      names.removeLast()
    }
    return nil
  }
}
