package import FreshetCorpus
internal import Foundation
internal import GRDB

/// Queries for served documents and skipped entries.
extension StoreReader {
  /// The served documents of `source` that this store has read from the source itself, in no order. Omits documents
  /// that other replicas sent.
  package func documents(of source: String) throws -> [IndexedDocument] {
    let (spaces, mounts) = (try spaces(), KnownMounts(self))
    let statement = try database.cachedStatement(
      sql: "SELECT \(Self.documentColumns) FROM documents WHERE source = ? AND is_served AND \(Self.isOwn)")
    let rows = try Row.fetchCursor(statement, arguments: [source])
    return try Array(rows.map { try document($0, spaces, mounts) })
  }

  /// The served documents of a source whose path is one of `paths` or lies below one. An empty path means the whole
  /// source. Omits documents that other replicas sent.
  package func documents(of source: String, below paths: [String]) throws -> [IndexedDocument] {
    if paths.contains("") { return try documents(of: source) }
    let (spaces, mounts) = (try spaces(), KnownMounts(self))
    let statement = try database.cachedStatement(
      sql:
        "SELECT \(Self.documentColumns) FROM documents WHERE source = ? AND is_served AND \(Self.isOwn) AND \(Self.isBelow)"
    )
    return try paths.flatMap { path in
      try Array(
        Row.fetchCursor(statement, arguments: [source, path, path + "/", path + "0"]).map {
          try document($0, spaces, mounts)
        })
    }
  }

  private static let isOwn = "method <> 'replica'"

  /// An SQL condition: the path is that of a folder or lies below it. The arguments are `folder`, `folder/` and
  /// `folder0`, because "0" is the byte after "/".
  static let isBelow = "(path = ? OR (path > ? AND path < ?))"

  /// The other served documents of the same source whose files are hard links to the file of `id`: their inode is the
  /// same, and only the name differs.
  package func otherNames(of id: DocumentID) throws -> [DocumentID] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT o.source, o.path FROM documents d JOIN documents o ON o.inode = d.inode AND o.device = d.device
        WHERE d.source = ? AND d.path = ? AND d.is_served AND o.is_served AND o.source = d.source AND o.id <> d.id
        ORDER BY o.path
        """)
    let rows = try Row.fetchCursor(statement, arguments: [id.source, id.path])
    return try Array(rows.map { try DocumentID(source: $0[0], path: $0[1]) })
  }

  /// All served documents of all sources, in order.
  ///
  /// Reads the rows in the order of the database's pages, then sorts them. Reading in the order of the index of names
  /// would read each page many times.
  package func documents() throws -> [IndexedDocument] {
    let (spaces, mounts) = (try spaces(), KnownMounts(self))
    let statement = try database.cachedStatement(sql: "SELECT \(Self.documentColumns) FROM documents WHERE is_served")
    var documents = try Array(Row.fetchCursor(statement).map { try document($0, spaces, mounts) })
    let isInOrder = zip(documents, documents.dropFirst()).allSatisfy { $0.id < $1.id }
    if !isInOrder { documents.sort { $0.id < $1.id } }
    return documents
  }

  package func document(_ id: DocumentID) throws -> IndexedDocument? {
    let (spaces, mounts) = (try spaces(), KnownMounts(self))
    let statement = try database.cachedStatement(
      sql: "SELECT \(Self.documentColumns) FROM documents WHERE source = ? AND path = ? AND is_served")
    return try Row.fetchOne(statement, arguments: [id.source, id.path])
      .map { try document($0, spaces, mounts) }
  }

  /// The names of all served documents, in order.
  package func documentIDs() throws -> [DocumentID] {
    try Row.fetchCursor(
      database, sql: "SELECT source, path FROM documents WHERE is_served ORDER BY source, path"
    ).map { try DocumentID(source: $0[0], path: $0[1]) }.reduce(into: []) { $0.append($1) }
  }

  /// The names of all served documents with concurrent versions, in order.
  package func conflictedDocuments() throws -> [DocumentID] {
    let rows = try Row.fetchCursor(
      database, sql: "SELECT source, path FROM documents WHERE is_served AND siblings > 1 ORDER BY source, path")
    return try Array(rows.map { try DocumentID(source: $0[0], path: $0[1]) })
  }

  /// The row ids of those `documents` that are served. Other queries of the same committed state accept them.
  package func numbers(of documents: some Sequence<DocumentID>) throws -> DocumentNumbers {
    let statement = try database.cachedStatement(
      sql: "SELECT id FROM documents WHERE source = ? AND path = ? AND is_served")
    let numbers = try documents.compactMap { try Int64.fetchOne(statement, arguments: [$0.source, $0.path]) }
    return DocumentNumbers(json: try JSONColumn.text(numbers.sorted()))
  }

  /// The version vector of a document: all writes that its versions include or supersede. A removed document has one,
  /// too.
  package func version(of id: DocumentID) throws -> VersionVector {
    try context(of: id).vector
  }

  package func manifest(of id: DocumentID) throws -> Manifest? {
    guard let document = try document(id) else { return nil }
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT d.title, d.metadata, v.format, coalesce(v.opaque, 0) FROM documents d
        LEFT JOIN versions v ON v.document = d.id AND v.revision = d.revision
        WHERE d.source = ? AND d.path = ? ORDER BY v.is_current DESC, v.id DESC
        """, arguments: [id.source, id.path])
    guard let format = try DocumentFormat(rawValue: row?[2] ?? "") else {
      throw StorageError.damaged(path: path, what: "the row of the served version of \(id) is malformed")
    }
    return try Manifest(
      document: id, revision: document.revision, sizeInBytes: document.sizeInBytes,
      format: format, space: document.space, chunker: document.chunker, title: row?[0],
      metadata: MetadataColumn.value(row?[1]),
      placements: try placements(of: id), opaqueBytes: row?.count(3) ?? 0, stamped: document.stamped)
  }

  /// The placements of a served document's passages, in document order. Omits damaged rows and notes them in `leftOut`.
  package func placements(of id: DocumentID) throws -> [Placement] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT \(PlacementRow.columns), coalesce(v.bytes, d.bytes)
        FROM documents d JOIN placements p ON p.document = d.id JOIN chunks c ON c.id = p.chunk
        LEFT JOIN versions v ON v.id = p.version
        WHERE d.source = ? AND d.path = ? AND d.is_served ORDER BY p.ordinal
        """)
    return try placements(Row.fetchCursor(statement, arguments: [id.source, id.path]), of: id)
  }

  /// The placements in rows of `PlacementRow.columns` and the document's size. Omits damaged rows and notes them in
  /// `leftOut`.
  func placements(_ rows: RowCursor, of id: DocumentID) throws -> [Placement] {
    try Array(
      rows.compactMap { row in
        let place = PlacementRow(row, size: row.checkedInteger(8))
        if place.placement == nil { leftOut.note(.placement(id, ordinal: place.ordinal)) }
        return place.placement
      })
  }

  /// The skipped entries of all sources. Omits entries that ignore rules exclude, because the store keeps only their
  /// number.
  package func skips() throws -> [DocumentID: SkipRecord] {
    try entries("SELECT \(Self.skippedColumns) FROM skipped", [])
  }

  package func skips(_ id: DocumentID) throws -> SkipRecord? {
    try entries(
      "SELECT \(Self.skippedColumns) FROM skipped WHERE source = ? AND path = ?", [id.source, id.path])[id]
  }

  /// The skipped entries of a source whose path is one of `paths` or lies below one. An empty path means the whole
  /// source.
  package func skips(of source: String, below paths: [String]) throws -> [DocumentID: SkipRecord] {
    if paths.contains("") {
      return try entries("SELECT \(Self.skippedColumns) FROM skipped WHERE source = ?", [source])
    }
    let sql = "SELECT \(Self.skippedColumns) FROM skipped WHERE source = ? AND \(Self.isBelow)"
    return try paths.reduce(into: [:]) { found, path in
      found.merge(try entries(sql, [source, path, path + "/", path + "0"])) { first, _ in first }
    }
  }

  private static let skippedColumns =
    "source, path, reason, revision, bytes, device, inode, modified, changed, looked_at, form"

  private func entries(_ sql: String, _ arguments: StatementArguments) throws -> [DocumentID: SkipRecord] {
    let rows = try Row.fetchCursor(try database.cachedStatement(sql: sql), arguments: arguments)
    return try Dictionary(
      Array(
        rows.map { row in
          let reason = try skipReason(row[2])
          let id = try DocumentID(source: row[0], path: row[1])
          let form = UnreadText(rawValue: row.checkedText(10) ?? "")
          guard let revision = row.checkedFingerprint(3).map(Revision.init), let size = row.checkedInteger(4) else {
            return (id, SkipRecord(reason: reason, text: form, stamped: nil))
          }
          let stamped = Self.checkedStamped(row, from: 5, revision: revision, sizeInBytes: size)
          return (id, SkipRecord(reason: reason, text: form, stamped: stamped))
        })
    ) { first, _ in first }
  }

  func skipReason(_ text: String) throws -> SkipReason {
    guard let reason = SkipReason(rawValue: text) else {
      throw StorageError.damaged(path: path, what: "a skipped entry has an unknown reason")
    }
    return reason
  }

  private static let documentColumns = """
    source, path, revision, space, chunker, bytes, method, verified_at,
    device, inode, modified, changed, looked_at, siblings, mounts
    """

  /// The document in a row. If the row contradicts docs/FORMAT.md, notes the row in `leftOut` and returns a placeholder
  /// with a revision that no file has. So the next reindexing finds a difference and rewrites the row.
  private func document(
    _ row: Row, _ spaces: [Int64: SpaceID], _ mounts: KnownMounts
  ) throws -> IndexedDocument {
    let id = try DocumentID(source: row[0], path: row[1])
    let size = row.checkedInteger(5).flatMap(Int.init(exactly:))
    guard let revision = row.checkedFingerprint(2).map(Revision.init), let size, size >= 0,
      let space = row.checkedInteger(3).flatMap({ spaces[$0] }), let chunker = row.checkedText(4),
      let method = row.checkedText(6).flatMap(Verification.Method.init(rawValue:)),
      let verifiedAt = row.checkedInteger(7), let siblings = row.checkedCount(13)
    else {
      leftOut.note(.document(id))
      return .damaged(id)
    }
    return IndexedDocument(
      id: id, revision: revision, space: space, chunker: chunker, sizeInBytes: size,
      stamped: Self.checkedStamped(
        row, from: 8, revision: revision, sizeInBytes: Int64(size), on: try mounts.mounts(row.checkedInteger(14))),
      verified: Verification(method: method, at: Timestamp(nanoseconds: verifiedAt)), siblings: siblings)
  }

  /// The stamp in a row (a file's size, times, device and inode) with the file's revision; nil if the stamp is missing,
  /// or if one of its five columns from `index` on isn't an integer.
  static func checkedStamped(
    _ row: Row, from index: Int, revision: Revision, sizeInBytes: Int64, on mounts: DocumentMounts? = nil
  ) -> StampedRevision? {
    let parts = (0..<5).compactMap { row.checkedInteger(index + $0) }
    guard parts.count == 5 else { return nil }
    let stamp = FileStamp(
      device: UInt64(bitPattern: parts[0]), inode: UInt64(bitPattern: parts[1]), sizeInBytes: sizeInBytes,
      modified: Timestamp(nanoseconds: parts[2]), statusChanged: Timestamp(nanoseconds: parts[3]))
    return StampedRevision(
      revision: revision, stamp: stamp, lookedAt: Timestamp(nanoseconds: parts[4]), mounts: mounts)
  }
}
