internal import Coherence
internal import Corpus
internal import Storage
internal import Watching

/// What the sources and the store show, before anything is read.
///
/// Most documents are settled by it: their stamp vouches for what is served. The others are open, and `DocumentExamination`
/// looks at each of them once more, in a newer state of the store: what was indexed meanwhile is no finding.
struct AuditSight: Sendable {
  /// In the order of documents.
  let settled: [DocumentVerdict]
  /// In order.
  let open: [DocumentID]
  let views: [String: SourceView]
  let skipped: [SkipReason: Int]

  /// - Parameter readsBytes: leaves every document open.
  static func take(
    of sources: SourceSet, in store: Store, recipe: IndexingRecipe, clock: @escaping WallClock, readsBytes: Bool
  ) async throws -> AuditSight {
    async let rows = documents(in: store)
    async let scans = scans(of: sources, clock)
    return AuditSight(try await rows, try await scans, recipe, readsBytes)
  }

  private static func documents(in store: Store) async throws -> [IndexedDocument] {
    try store.read { try $0.documents() }
  }

  private static func scans(of sources: SourceSet, _ clock: WallClock) async throws -> [(DirectorySource, ScanReport)] {
    try sources.all.map { ($0, try $0.scan([], now: clock)) }
  }

  private init(
    _ rows: [IndexedDocument], _ scans: [(DirectorySource, ScanReport)], _ recipe: IndexingRecipe, _ readsBytes: Bool
  ) {
    var join = StampJoin(recipe: recipe, believesStamps: !readsBytes)
    var rest = rows[...]
    for (source, scan) in scans.sorted(by: { $0.0.name < $1.0.name }) {
      while let row = rest.first, row.id.source < source.name { join.leaveOpen(rest.removeFirst().id) }
      let end = rest.firstIndex { $0.id.source != source.name } ?? rest.endIndex
      join.merge(rest[..<end], scan.files, of: source)
      rest = rest[end...]
    }
    for row in rest { join.leaveOpen(row.id) }
    let open = Set(join.open)
    let views = scans.map { SourceView(of: $0.0, $0.1, known: rows, asked: open) }
    self.views = Dictionary(uniqueKeysWithValues: views.map { ($0.source.name, $0) })
    self.open = open.union(views.flatMap(\.passedOver)).sorted()
    settled = join.settled
    skipped = scans.reduce(into: [:]) { skipped, scan in
      let ignored = scan.0.ignoredCount(in: scan.1)
      if ignored > 0 { skipped[.ignored, default: 0] += ignored }
    }
  }
}

/// Goes through the rows and the files of a source side by side, both in the order of their paths' bytes.
///
/// - Complexity: O(*n*), without hashing a name.
private struct StampJoin {
  let recipe: IndexingRecipe
  let believesStamps: Bool
  private(set) var settled: [DocumentVerdict] = []
  private(set) var open: [DocumentID] = []

  init(recipe: IndexingRecipe, believesStamps: Bool) {
    self.recipe = recipe
    self.believesStamps = believesStamps
  }

  mutating func leaveOpen(_ id: DocumentID) { open.append(id) }

  mutating func merge(_ rows: ArraySlice<IndexedDocument>, _ files: [ScannedFile], of source: DirectorySource) {
    settled.reserveCapacity(settled.count + rows.count)
    var position = files.startIndex
    for row in rows {
      while position < files.endIndex, precedes(files[position].path, row.id.path) {
        take(files[position], of: source)
        position += 1
      }
      let isThere = position < files.endIndex && !precedes(row.id.path, files[position].path)
      if isThere, let verdict = verdict(on: row, files[position].stamp) {
        settled.append(verdict)
      } else {
        open.append(row.id)
      }
      if isThere { position += 1 }
    }
    for file in files[position...] { take(file, of: source) }
  }

  private mutating func take(_ file: ScannedFile, of source: DirectorySource) {
    if !source.isOwn(file.path) { open.append(source.id(file.path)) }
  }

  private func verdict(on row: IndexedDocument, _ stamp: FileStamp) -> DocumentVerdict? {
    guard believesStamps, row.siblings == 1, row.space == recipe.space, row.chunker == recipe.chunker,
      row.verified.method != .replica, row.stamped?.vouches(for: stamp) == true
    else { return nil }
    return DocumentVerdict(
      document: row.id, state: .fresh, indexed: row.revision, source: row.revision, method: .stat,
      modifiedAt: stamp.modified)
  }
}

/// One source as a scan saw it: asked for the documents that are open.
struct SourceView: Sendable {
  let source: DirectorySource
  let scan: ScanReport
  private let sightings: [DocumentID: Sighting]
  private let renumbered: [UInt64: UInt64]
  /// Entries that are no documents by what they are.
  let passedOver: [DocumentID]

  init(of source: DirectorySource, _ scan: ScanReport, known: [IndexedDocument], asked: Set<DocumentID>) {
    self.source = source
    self.scan = scan
    let own = known.filter { $0.id.source == source.name && asked.contains($0.id) }
    renumbered =
      own.isEmpty ? [:] : source.renumberedDevices(in: scan, since: known.filter { $0.id.source == source.name })
    let noDocuments = source.passedOver(in: scan)
    let files = asked.isEmpty ? [] : scan.files.map { (source.id($0.path), Sighting.file($0.stamp)) }
    sightings = Dictionary(noDocuments + files.filter { asked.contains($0.0) }) { first, _ in first }
    passedOver = noDocuments.map(\.0)
  }

  func sighting(of id: DocumentID) -> Sighting? { sightings[id] }

  func absence(of document: IndexedDocument?, _ id: DocumentID) -> Absence {
    source.absence(of: document, id, in: scan, renumbered: renumbered)
  }
}
