package import FreshetCorpus
internal import GRDB

/// Queries that only an audit makes.
extension StoreReader {
  /// A sentence for each contradiction among the counts of documents; empty if the counts add up.
  package func imbalances(in space: SpaceID?) throws -> [String] {
    let counts = try documentCounts(in: space)
    let skipped = counts.skipped.values.reduce(0, +)
    let sum = counts.indexed + counts.pending + counts.failed + skipped
    if counts.discovered == sum { return [] }
    return [
      """
      \(counts.discovered.counted("document is", "documents are")) known, but \(counts.indexed) \
      \(counts.indexed.noun("is", "are")) indexed, \(counts.pending) pending, \(counts.failed) failed and \(skipped) skipped, which makes \(sum)
      """
    ]
  }

  /// All served documents by source, each with the stamp of its file (size, times, device and inode). The stamp is nil
  /// if the store has none, for example for a document that another replica sent.
  ///
  /// `isVouchedByStamp` says whether an unchanged stamp can prove that the document is up to date: it can only if the
  /// document is indexed in `space`, was split by the chunker of its source, and has exactly one version.
  ///
  /// - Parameters:
  ///   - chunkers: the chunkers by source.
  ///   - standard: the chunker of other sources.
  package func stampedDocuments(
    in space: SpaceID, by chunkers: [String: String], otherwise standard: String
  ) throws -> [String: StampedDocuments] {
    let mounts = KnownMounts(self)
    let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM documents") ?? 0
    var sources: [(name: [UInt8], documents: StampedDocuments)] = []
    // Read the rows in the order of the database's pages. Reading in the order of the index of names would read each
    // page many times.
    let sql = """
      SELECT source, path, revision, device, inode, bytes, modified, changed, looked_at,
        siblings = 1 AND \(Self.isChunker(in: chunkers)) AND space IS (SELECT id FROM spaces WHERE fingerprint = ?1), mounts
      FROM documents WHERE is_served
      """
    let names: [(any DatabaseValueConvertible)?] = chunkers.flatMap { [$0.key, $0.value] }
    let arguments: [(any DatabaseValueConvertible)?] = [space.fingerprint.column, standard] + names
    try database.eachRawRow(sql, StatementArguments(arguments)) { row in
      let name = row.bytes(0)
      let known = sources.lastIndex { $0.name.elementsEqual(name) }
      if known == nil {
        let documents = StampedDocuments(
          source: String(decoding: name, as: UTF8.self), reserving: sources.isEmpty ? count : 0)
        sources.append((Array(name), documents))
      }
      let record = StampedDocuments.Record(
        stamped: try Self.stamped(row, mounts), isVouchedByStamp: row.integer(9) != 0)
      sources[known ?? sources.count - 1].documents.append(path: row.bytes(1), record)
    }
    for index in sources.indices { sources[index].documents.sort() }
    return Dictionary(sources.map { ($0.documents.source, $0.documents) }) { first, _ in first }
  }

  /// The condition that a row's chunker is that of its source: argument 2, or the one behind the source's name among
  /// the arguments from 3 on.
  private static func isChunker(in chunkers: [String: String]) -> String {
    if chunkers.isEmpty { return "chunker = ?2" }
    let cases = chunkers.indices.enumerated().map { "WHEN ?\(3 + 2 * $0.offset) THEN ?\(4 + 2 * $0.offset)" }
    return "chunker = CASE source \(cases.joined(separator: " ")) ELSE ?2 END"
  }

  /// The stamp in a row (a file's size, times, device and inode); nil if the row has no stamp, or if its revision is
  /// damaged. The audit of the document itself reports a damaged revision.
  private static func stamped(_ row: RawRow, _ mounts: KnownMounts) throws -> StampedRevision? {
    guard !row.isNull(3), let revision = Fingerprint(digest: row.bytes(2)) else { return nil }
    let stamp = FileStamp(
      device: UInt64(bitPattern: row.integer(3)), inode: UInt64(bitPattern: row.integer(4)),
      sizeInBytes: row.integer(5), modified: Timestamp(nanoseconds: row.integer(6)),
      statusChanged: Timestamp(nanoseconds: row.integer(7)))
    return StampedRevision(
      revision: Revision(revision), stamp: stamp,
      lookedAt: Timestamp(nanoseconds: row.integer(8)),
      mounts: try mounts.mounts(row.isNull(10) ? nil : row.integer(10)))
  }

  /// The served documents with passages that await vectors in the document's space, each with the number of those
  /// passages and the time when the first was queued.
  package func awaitedPassages() throws -> [DocumentID: (count: Int, since: Timestamp)] {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT d.source, d.path, count(DISTINCT a.address), min(a.queued_at)
        FROM \(Self.documentsOfAwaited)
        WHERE d.is_served GROUP BY d.id
        """)
    var awaited: [DocumentID: (count: Int, since: Timestamp)] = [:]
    while let row = try rows.next() {
      try awaited[DocumentID(source: row[0], path: row[1])] = (row[2], Timestamp(nanoseconds: row[3]))
    }
    return awaited
  }

  /// A sentence for each way in which the row of a served document contradicts docs/FORMAT.md; empty if the row is
  /// valid.
  package func damage(ofRow id: DocumentID) throws -> [String] {
    let row = try Row.fetchOne(
      database,
      sql: "SELECT version, dots, attributes, metadata FROM documents WHERE source = ? AND path = ? AND is_served",
      arguments: [id.source, id.path])
    guard let row else { return [] }
    _ = try document(id)
    var damage = leftOut.contains(.document(id)) ? ["its row in the store is malformed"] : []
    let (version, dots, attributes) = (row.checkedText(0) ?? "", row.checkedText(1) ?? "", row.checkedText(2) ?? "")
    if (try? ContextColumns.value(version, dots)) == nil { damage.append("its version vector is malformed") }
    if (try? AttributesColumn.value(attributes)) == nil { damage.append("its attributes are malformed") }
    let metadata = row.checkedText(3).flatMap { try? JSONColumn.value([String: String].self, $0) }
    if metadata == nil { damage.append("its metadata are malformed") }
    if try !areVersionsSound(of: id) { damage.append("one of its versions in the store is malformed") }
    return damage
  }

  private func areVersionsSound(of id: DocumentID) throws -> Bool {
    let rows = try Int.fetchOne(
      database,
      sql: """
        SELECT count(*) FROM documents d JOIN versions v ON v.document = d.id
        WHERE d.source = ? AND d.path = ? AND v.is_current
        """, arguments: [id.source, id.path])
    return try rows == currentVersions(of: id).count && rows != 0
  }

  /// All dead letters (documents that nothing retries until they change or `reindex` runs), each with the reason of its
  /// failure.
  package func deadLetters() throws -> [DocumentID: String] {
    let documents = try marked().filter(\.isDeadLetter).map { ($0.id, $0.failure ?? "") }
    return Dictionary(keepingFirst: documents).merging(try failedPassages(onlyDeadLetters: true)) { first, _ in first }
  }
}
