internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// What the sources and the store show, before anything is read.
///
/// Most documents are settled by it: their stamp vouches for what is served. The others are open, and `DocumentExamination`
/// looks at each of them once more, in a newer state of the store: what was indexed meanwhile is no finding.
struct AuditSight: Sendable {
  /// By source.
  let settled: [String: StampedDocuments]
  /// In order.
  let open: [DocumentID]
  let views: [String: SourceView]
  let skipped: [SkipReason: Int]

  /// What the sources show, one after another.
  static func scans(
    of sources: SourceSet, _ clock: WallClock
  ) async throws -> [(source: DirectorySource, scan: ScanReport)] {
    try sources.all.map { ($0, try $0.scan(now: clock)) }
  }

  /// - Parameters:
  ///   - documents: what is served, by source.
  ///   - believesStamps: otherwise every document is left open.
  ///   - roots: the folder that was indexed, for each source.
  init(
    _ documents: [String: StampedDocuments], _ scans: [(source: DirectorySource, scan: ScanReport)],
    roots: [String: RootIdentity], believesStamps: Bool
  ) {
    var join = StampJoin(believesStamps: believesStamps)
    for (source, scan) in scans {
      join.merge(documents[source.name] ?? StampedDocuments(source: source.name), scan.files, of: source)
    }
    let scanned = Set(scans.map(\.source.name))
    for (name, rest) in documents where !scanned.contains(name) { join.leaveOpen(rest) }
    let open = Set(join.open)
    let views = scans.map { source, scan in
      let known = open.isEmpty ? nil : documents[source.name]
      let remounts = known.map { source.remounts(in: scan, since: $0) }
      var view = SourceView(of: source, scan, remounts: remounts ?? Remounts(), asked: open)
      if let known { view.hold(since: roots[source.name], known, open) }
      return view
    }
    self.views = Dictionary(keepingFirst: views.map { ($0.source.name, $0) })
    self.open = open.union(views.flatMap(\.passedOver)).sorted()
    settled = join.settled
    skipped = scans.reduce(into: [:]) { skipped, scan in
      let ignored = scan.source.ignoredCount(in: scan.scan)
      if ignored > 0 { skipped[.ignored, default: 0] += ignored }
    }
  }
}

/// Goes through the documents and the files of a source side by side, both in the order of their paths' bytes.
///
/// - Complexity: O(*n*), without making or hashing a name.
private struct StampJoin {
  let believesStamps: Bool
  private(set) var settled: [String: StampedDocuments] = [:]
  private(set) var open: [DocumentID] = []

  init(believesStamps: Bool) {
    self.believesStamps = believesStamps
  }

  mutating func leaveOpen(_ documents: StampedDocuments) {
    open += documents.records.indices.map(documents.id)
  }

  mutating func merge(_ documents: StampedDocuments, _ files: ScannedFiles, of source: DirectorySource) {
    var (settled, next) = ([Int](), files.startIndex)
    settled.reserveCapacity(documents.count)
    for index in documents.records.indices {
      var order = -1
      while next < files.endIndex {
        order = documents.paths.order(of: index, against: files.paths, next)
        if order <= 0 { break }
        leaveOpen(files[next], of: source)
        next += 1
      }
      let isThere = next < files.endIndex && order == 0
      if isThere, isSettled(documents.records[index], by: files.stamps[next]) {
        settled.append(index)
      } else {
        open.append(documents.id(at: index))
      }
      if isThere { next += 1 }
    }
    for file in files[next...] { leaveOpen(file, of: source) }
    self.settled[source.name] = documents.keeping(settled)
  }

  private mutating func leaveOpen(_ file: ScannedFile, of source: DirectorySource) {
    if !source.isOwn(file.path) { open.append(source.id(file.path)) }
  }

  private func isSettled(_ document: StampedDocuments.Record, by stamp: FileStamp) -> Bool {
    believesStamps && document.isSettledByStamp && document.stamped?.vouches(for: stamp) == true
  }
}

/// One source as a scan saw it: asked for the documents that are open.
struct SourceView: Sendable {
  let source: DirectorySource
  let scan: ScanReport
  private let sightings: [DocumentID: Sighting]
  private let remounts: Remounts
  /// Entries that are no documents by what they are.
  let passedOver: [DocumentID]
  /// Why the scan proves no document gone; nil if it can prove that.
  private(set) var hold: DeletionHold?

  init(of source: DirectorySource, _ scan: ScanReport, remounts: Remounts, asked: Set<DocumentID>) {
    self.source = source
    self.scan = scan
    self.remounts = remounts
    let noDocuments = source.passedOver(in: scan)
    let files = asked.isEmpty ? [] : scan.files.map { (source.id($0.path), Sighting.file($0.stamp, on: nil)) }
    sightings = Dictionary(noDocuments + files.filter { asked.contains($0.0) }) { first, _ in first }
    passedOver = noDocuments.map(\.0)
  }

  func sighting(of id: DocumentID) -> Sighting? { sightings[id] }

  /// Asks the guard, as a reindexing would, whether missing documents may count as gone.
  ///
  /// - Parameter open: the documents in `documents` whose state no stamp decides.
  mutating func hold(since indexed: RootIdentity?, _ documents: StampedDocuments, _ open: Set<DocumentID>) {
    let deletionGuard = DeletionGuard(indexed: indexed)
    var loss = loss(since: indexed)
    (loss.served, loss.absent) = (documents.count, documents.count)
    // First assume that all documents are missing: if the guard accepts even that, as in most folders, nothing needs to
    // be counted.
    if deletionGuard.hold(loss) == nil { return }
    loss.absent = documents.records.indices.count { index in
      let id = documents.id(at: index)
      guard open.contains(id), sightings[id] == nil else { return false }
      return scan.evidence(of: id.path, lastSeen: documents.records[index].stamped, remounts: remounts) == .absent
    }
    hold = deletionGuard.hold(loss)
  }

  /// The same for one document.
  mutating func hold(since indexed: RootIdentity?) {
    var loss = loss(since: indexed)
    (loss.served, loss.absent) = (1, 1)
    hold = DeletionGuard(indexed: indexed).hold(loss)
  }

  private func loss(since indexed: RootIdentity?) -> DeletionGuard.Loss {
    DeletionGuard.Loss(
      root: scan.root, isRenumbered: indexed.map { scan.isRoot(on: $0.device, remounts) } ?? false,
      isWhole: scan.scope == .everything)
  }

  func absence(of document: IndexedDocument?, _ id: DocumentID) -> Absence {
    let absence = source.absence(of: document, id, in: scan, remounts: remounts)
    if absence == .absent, let hold { return .unknown(why: "\(hold)") }
    return absence
  }
}
