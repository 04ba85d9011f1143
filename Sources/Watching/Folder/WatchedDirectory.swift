package import FreshetCorpus
internal import Foundation

/// A directory whose files are documents. `scan` lists it and gets the stamps of all files, `read` reads one file, and
/// `probe` gets the stamp of one file.
///
/// The value keeps no descriptor open between calls. So each call uses the folder that is now at the path, notices if
/// the root was unmounted or replaced, and doesn't prevent an unmount. Nothing outside the root is ever opened (see
/// `RootFolder`).
package struct WatchedDirectory: Hashable, Sendable {
  package static let defaultMaximumFileSizeInBytes = 16 << 20

  package let root: String
  package let maximumFileSizeInBytes: Int
  let ownRules: OwnRules
  /// The paths that a person named explicitly as command-line arguments.
  package let named: [String]
  /// The absolute path of the store's folder, which is never read as documents; nil if there is no store.
  let store: String?

  /// Makes a directory with rules that decide which of its files are documents. Only `scan` applies the `include`,
  /// `exclude` and naming rules; `read` and `probe` don't.
  ///
  /// A file with a hidden name is a document only if an `include` pattern spells the leading dot, if `named` contains
  /// the path, or if `takesHidden` is true. A file with a secret-like name is a document only if an `include` pattern
  /// or `named` spells the whole name.
  ///
  /// - Parameters:
  ///   - root: the path of the directory.
  ///   - include: patterns in the grammar of .gitignore, relative to the root. If there are any, a file is a document
  ///     only if one of them matches the file or a folder above it.
  ///   - exclude: patterns of files that aren't documents. They take precedence over all ignore files.
  ///   - storeFolder: the path of the store's folder relative to the root, with links resolved; nil if it lies
  ///     elsewhere. Like `.git`, it never contains documents.
  ///   - store: the absolute path of the store's folder. Freshet never reads this folder or the database's files as
  ///     documents, even through another name.
  ///   - takesHidden: whether files with hidden names are documents even if nobody named them explicitly.
  ///   - named: paths that a person named explicitly.
  ///   - maximumFileSizeInBytes: a larger file is skipped.
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

  /// Opens the folder that is at the root's path now.
  func openRoot() throws(WatchingError) -> RootFolder {
    try RootFolder(path: root, storeFolder: ownRules.storeFolder)
  }

  /// Lists every folder in `scope` once, and gets the stamp of each file.
  ///
  /// - Throws: `WatchingError.rootMissing` or `.rootUnreadable` if the root can't be listed, so that an unavailable
  ///   root never gives an empty report; `.rootReplaced` if the root was replaced during each of three attempts;
  ///   `.cancelled` if the current task is cancelled; `.outOfResources` if the machine has no file descriptor or memory
  ///   left.
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

  /// The number of attempts of a scan, after which the root counts as constantly replaced.
  private static let attempts = 3

  private func scan(
    _ root: RootFolder, _ scope: ScanScope, now: () -> Timestamp
  ) throws(WatchingError) -> ScanReport {
    if scope == .everything { return try scanTogether(root, now: now) }
    return try scan(root, scope, now: now, noticing: nil)
  }

  /// Returns the identity of the folder that is at the root's path at the time of the call.
  ///
  /// - Throws: `WatchingError.rootMissing`, `.rootUnreadable` or `.outOfResources`.
  package func rootIdentity() throws(WatchingError) -> RootIdentity { try RootFolder(path: root).identity }

  /// Scans everything with several threads, one of which is the caller's.
  private func scanTogether(_ root: RootFolder, now: () -> Timestamp) throws(WatchingError) -> ScanReport {
    let started = now()
    var scan = DirectoryScan(of: root, in: self, scope: .everything)
    try scan.enterRoot()
    let walk = SharedWalk(of: scan)
    let others = (1..<Self.walkers).compactMap { _ in SideThread { walk.walk() } }
    walk.walk { Task.isCancelled }
    for thread in others { thread.join() }
    // If the other threads walked everything, this thread hasn't checked for cancellation yet.
    if Task.isCancelled { throw .cancelled }
    return try walk.whole().report(started: started, finished: now())
  }

  /// The number of threads of a scan. More than 4 would contend in the kernel for the locks of folders and for the
  /// process's memory map.
  private static let walkers = max(1, min(4, ProcessInfo.processInfo.activeProcessorCount))

  /// Scans `scope` in one thread. Calls `noticing` before it lists a folder or records a linked file, so that the
  /// caller can set a watch first.
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

  /// Returns what the file's current stamp proves about a document. A probe doesn't apply ignore rules.
  ///
  /// - Parameters:
  ///   - path: the path of the document relative to the root.
  ///   - lastSeen: the document as it was last read. If given, its absence counts as proven only if the file systems
  ///     that held it are still mounted.
  /// - Complexity: two system calls for each component of the path.
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

  /// Returns whether the entry at `place` lies in the store's folder, or is a file of the store's database under any
  /// name. Opens no file.
  func isOfStore(_ place: RootFolder.Place) -> Bool {
    if let folder = ownRules.storeFolder, place.path.path(below: folder) != nil { return true }
    return place.status.kind == .file && StoreFiles(in: store).contains(place.status.identity)
  }

  /// Returns `evidence`, which says that a document doesn't exist, if the file systems that held the document are still
  /// mounted on its path; otherwise `.unknown`.
  private static func proven(_ evidence: Evidence, by crossing: Crossing, _ lastSeen: StampedRevision?) -> Evidence {
    guard let last = lastSeen.map({ LastPlace($0) }), !last.isProven(by: crossing) else { return evidence }
    return .unknown(last.doubt(at: crossing))
  }
}

extension WatchedDirectory {
  /// Returns those of `paths` that exist and have hidden or secret-like names, in normalized form.
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

  /// Returns when the innermost existing folder above `path` last lost or gained an entry; nil if the root is
  /// unavailable.
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
