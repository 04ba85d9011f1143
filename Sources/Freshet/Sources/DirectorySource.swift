internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// Presents a watched folder as a source of documents. Translates the paths and file events of `Watching` to the
/// document ids and observations that `Coherence` uses.
struct DirectorySource: Sendable {
  let configuration: SourceConfiguration
  let directory: WatchedDirectory
  private let store: String
  /// The path of the store's folder relative to the root; nil if the store lies outside the root. The files in it
  /// aren't documents.
  private let ownFolder: String?

  /// Creates a source for the folder in `configuration`.
  ///
  /// - Parameter named: paths of documents or folders that the user has named explicitly. They count as documents even
  ///   if their names are hidden (begin with a dot).
  init(_ configuration: SourceConfiguration, store: String, named: [String] = []) {
    self.configuration = configuration
    self.store = store
    let root = configuration.root
    ownFolder = store.path(below: StoreLocation.real(root)).flatMap { $0.isEmpty ? nil : $0 }
    directory = WatchedDirectory(
      root: root, include: configuration.include, exclude: configuration.exclude, storeFolder: ownFolder,
      store: store, takesHidden: configuration.includesHiddenNames, named: named)
  }

  /// A copy of this source in which `paths` count as explicitly named.
  func naming(_ paths: [String]) -> DirectorySource {
    paths == directory.named ? self : DirectorySource(configuration, store: store, named: paths)
  }

  /// A copy of this source with all explicitly named paths that the store has on record. Another process may have
  /// recorded some of them.
  func named(by store: Store) throws -> DirectorySource {
    naming(try store.read { try $0.namedPaths(of: name) })
  }

  var name: String { configuration.name }
  var root: String { directory.root }

  func id(_ path: String) -> DocumentID { DocumentID(source: name, path: path) }

  /// The scope of a scan of these paths, which are relative to the root. An empty list or the path "" means the whole
  /// folder. Each file is scanned once, even if a path occurs twice or lies below another one.
  func scope(of paths: [String]) throws -> ScanScope {
    do throws(WatchingError) {
      return paths.isEmpty ? .everything : try ScanScope(paths: paths)
    } catch .notBelowRoot(let path) {
      throw FreshetError.outsideRoot(path: path, root: root)
    } catch {
      throw FreshetError.sourceUnreachable(root: root, why: "\(error)")
    }
  }

  func scan(_ scope: ScanScope = .everything, now: () -> Timestamp) throws -> ScanReport {
    do throws(WatchingError) {
      return try directory.scan(scope, now: now)
    } catch .cancelled {
      throw CancellationError()
    } catch {
      throw failure(error)
    }
  }

  private func failure(_ error: WatchingError) -> FreshetError {
    if case .outOfResources = error { return .outOfResources(why: "\(error)") }
    return .sourceUnreachable(root: root, why: "\(error)")
  }

  /// Reads one document's file. Returns the outcome in the form that `Coherence` uses for its decisions, and the bytes
  /// if they are text.
  ///
  /// The outcome is `vanished`, or "no longer a file", only if a check of the folder proves it on the same file system
  /// where the file was last seen.
  ///
  /// - Parameter acceptingMotion: whether to accept bytes that changed while they were read, if the file is rewritten
  ///   continually.
  func read(
    _ id: DocumentID, lastSeen: StampedRevision?, acceptingMotion: Bool = false, now: () -> Timestamp
  ) throws -> (SourceReading, bytes: [UInt8]) {
    do throws(WatchingError) {
      return switch try directory.read(id.path, acceptingMotion: acceptingMotion, now: now) {
      case .bytes(let bytes, let stamped): (.revision(stamped), bytes)
      case .unchanged(let stamped): (.revision(stamped), [])
      case .skipped(.notAFile, _), .vanished: (missing(id, lastSeen), [])
      case .skipped(let reason, let stamped):
        (.skipped(SkipRecord(reason: reason, text: nil, stamped: stamped)), [])
      case .unread(let text, let stamped):
        (.skipped(SkipRecord(reason: .undecodable, text: text, stamped: stamped)), [])
      case .unreadable(let error): (Self.reading(error), [])
      case .changedWhileReading: (.rewritten, [])
      }
    } catch {
      throw failure(error)
    }
  }

  private func missing(_ id: DocumentID, _ lastSeen: StampedRevision?) -> SourceReading {
    switch directory.probe(id.path, lastSeen: lastSeen) {
    case .absent: .vanished
    case .excluded(let reason): .skipped(SkipRecord(reason: reason, text: nil, stamped: nil))
    case .hidden: .skipped(SkipRecord(reason: .ignored, text: nil, stamped: nil))
    case .unknown(.unseen(_, let error)): Self.reading(error)
    case .unknown(let doubt): .refused(why: "\(doubt)")
    case .present: .rewritten
    }
  }

  private static func reading(_ error: SystemError) -> SourceReading {
    let why = "it can't be read: \(error)"
    return error.subject == .entry ? .unreadable(why: why) : .refused(why: why)
  }

  /// The documents and skipped entries in a scan's report. An entry that could not be read counts as unreadable if the
  /// error concerns only this entry, and otherwise as refused.
  func sightings(in report: ScanReport) -> [(DocumentID, Sighting)] {
    report.files.map {
      (id($0.path), .file($0.stamp, on: report.crossing(to: $0.path)?.mounts))
    } + skipped(in: report)
  }

  /// The entries in a scan's report that aren't documents, except entries that ignore rules exclude.
  func skipped(in report: ScanReport) -> [(DocumentID, Sighting)] {
    report.skipped.filter { $0.reason != .ignored }
      .map { (id($0.path), .skipped($0.reason)) }
      + report.gaps.map { gap in
        let isFact = gap.error.subject == .entry
        return (id(gap.path), isFact ? .skipped(.unreadable) : .refused(why: "it can't be read: \(gap.error)"))
      }
  }

  func isOwn(_ path: String) -> Bool {
    guard let ownFolder else { return false }
    return path.path(below: ownFolder) != nil
  }

  /// The number of entries that ignore rules exclude. Git's folder and the store's folder aren't counted.
  func ignoredCount(in report: ScanReport) -> Int {
    report.skipped.count { entry in
      entry.reason == .ignored && !entry.isOfStore && !isOwn(entry.path)
        && !Self.reserved.contains(ExactPath(entry.path.pathNames.last ?? ""))
    }
  }

  private static let reserved: [ExactPath] = [".git", ExactPath(StoreLocation.folderName)]

  /// The file systems that were remounted since these documents were read. Searches for them only if one of the mounts
  /// on which the documents were read is missing.
  func remounts(in report: ScanReport, since documents: [IndexedDocument]) -> Remounts {
    let known = documents.lazy.compactMap(\.stamped)
    if report.isMounted(known.map(\.mounts)) { return Remounts() }
    return report.remounts(
      of: documents.lazy.compactMap { document in
        document.stamped.map { (document.id.path, $0) }
      })
  }

  func remounts(in report: ScanReport, since documents: StampedDocuments) -> Remounts {
    let known = documents.records.lazy.compactMap(\.stamped)
    if report.isMounted(known.map(\.mounts)) { return Remounts() }
    return report.remounts(
      of: documents.records.indices.lazy.compactMap { index in
        documents.records[index].stamped.map { (documents.paths[index], $0) }
      })
  }

  func absence(
    of document: IndexedDocument?, _ id: DocumentID, in report: ScanReport, remounts: Remounts
  ) -> Absence {
    switch report.evidence(of: id.path, lastSeen: document?.stamped, remounts: remounts) {
    case .absent: .absent
    case .excluded(let reason): .excluded(reason)
    case .hidden: .hidden
    case .unknown(let doubt): .unknown(why: "\(doubt)")
    case .present: .unknown(why: "it appeared during the scan")
    }
  }

  func covers(_ id: DocumentID, in report: ScanReport) -> Bool {
    guard id.source.isExactly(name) else { return false }
    if case .unknown(.outOfScope) = report.evidence(of: id.path) { return false }
    return true
  }
}
