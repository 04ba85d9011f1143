internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// The first stage of an audit: compares the scans of the sources with the store's records, without reading any file.
///
/// For most documents, the file's stamp (size, times, inode) proves that the stored text is current. The other
/// documents are open (undecided): `DocumentExamination` checks each of them again in a newer state of the store, so
/// that a document that was indexed in the meantime isn't reported.
struct AuditSight: Sendable {
  /// The documents whose file's stamp proves that the stored text is current. The keys are names of sources.
  let vouched: [String: StampedDocuments]
  /// The documents that `DocumentExamination` must check, sorted.
  let open: [DocumentID]
  let views: [String: SourceView]
  let skipped: [SkipReason: Int]

  /// Scans the folders of all sources, one after another.
  static func scans(
    of sources: SourceSet, _ clock: WallClock
  ) async throws -> [(source: DirectorySource, scan: ScanReport)] {
    try sources.all.map { ($0, try $0.scan(now: clock)) }
  }

  /// Compares the served documents with the scans, and decides which documents are open.
  ///
  /// - Parameters:
  ///   - documents: the served documents; the keys are names of sources.
  ///   - believesStamps: whether a stamp counts as proof that a file is unchanged. If false, every document is open.
  ///   - roots: the identity of each source's folder at the time when it was indexed; the keys are names of sources.
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

/// Joins the stored documents and the files of a source by path. Both lists are sorted by the bytes of the paths, and
/// are merged in one pass.
///
/// - Complexity: O(n), without allocating or hashing paths.
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
