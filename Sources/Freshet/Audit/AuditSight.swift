internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// What the sources and the store show, before an audit reads any file.
///
/// It decides most documents, because their stamps vouch for what is served. The others are open: `DocumentExamination`
/// looks at each again, in a newer state of the store, so that what was indexed meanwhile is no finding.
struct AuditSight: Sendable {
  /// The documents whose stamps vouch for what is served, by source.
  let vouched: [String: StampedDocuments]
  /// The documents that need an examination, in order.
  let open: [DocumentID]
  let views: [String: SourceView]
  let skipped: [SkipReason: Int]

  /// Scans the sources, one after another.
  static func scans(
    of sources: SourceSet, _ clock: WallClock
  ) async throws -> [(source: DirectorySource, scan: ScanReport)] {
    try sources.all.map { ($0, try $0.scan(now: clock)) }
  }

  /// - Parameters:
  ///   - documents: what is served, by source.
  ///   - believesStamps: whether stamps can vouch; otherwise every document is open.
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
    self.open = open.union(views.flatMap(\.skipped)).sorted()
    vouched = join.vouched
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
  private(set) var vouched: [String: StampedDocuments] = [:]
  private(set) var open: [DocumentID] = []

  init(believesStamps: Bool) {
    self.believesStamps = believesStamps
  }

  mutating func leaveOpen(_ documents: StampedDocuments) {
    open += documents.records.indices.map(documents.id)
  }

  mutating func merge(_ documents: StampedDocuments, _ files: ScannedFiles, of source: DirectorySource) {
    var (vouched, next) = ([Int](), files.startIndex)
    vouched.reserveCapacity(documents.count)
    for index in documents.records.indices {
      var order = -1
      while next < files.endIndex {
        order = documents.paths.order(of: index, against: files.paths, next)
        if order <= 0 { break }
        leaveOpen(files[next], of: source)
        next += 1
      }
      let isThere = next < files.endIndex && order == 0
      if isThere, isVouched(documents.records[index], by: files.stamps[next]) {
        vouched.append(index)
      } else {
        open.append(documents.id(at: index))
      }
      if isThere { next += 1 }
    }
    for file in files[next...] { leaveOpen(file, of: source) }
    self.vouched[source.name] = documents.keeping(vouched)
  }

  private mutating func leaveOpen(_ file: ScannedFile, of source: DirectorySource) {
    if !source.isOwn(file.path) { open.append(source.id(file.path)) }
  }

  private func isVouched(_ document: StampedDocuments.Record, by stamp: FileStamp) -> Bool {
    believesStamps && document.isVouchedByStamp && document.stamped?.vouches(for: stamp) == true
  }
}
