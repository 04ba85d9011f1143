package import FreshetCorpus
internal import Foundation
internal import GRDB

/// Writes versions of documents: gives each a unique name, moves superseded versions into history, and decides in one
/// step which versions are served.
extension StoreWriter {
  /// A new dot (replica name and number), which identifies a new write and was never used before.
  package func nextDot() throws -> Dot {
    let row = try Row.fetchOne(database, sql: "UPDATE meta SET writes = writes + 1 RETURNING replica, writes")
    guard let row else { throw StorageError.damaged(path: path, what: "its meta table has no row") }
    return try Dot(replica: row.replica(0), write: row.write(1))
  }

  /// A new stamp (hybrid logical time), later than all stamps that this store has made or received.
  package func nextStamp(at now: Timestamp) throws -> HybridTime {
    var clock = try reader.clock()
    let stamp = clock.tick(at: now)
    try keep(clock)
    return stamp
  }

  func keep(_ clock: HybridClock) throws {
    try database.execute(
      sql: "UPDATE meta SET clock = max(CAST(clock AS INTEGER), ?)", arguments: [clock.last.ticks])
  }

  /// Stores the exact bytes of a pushed document, under their hash `revision`.
  package func keep(blob: [UInt8], of revision: Revision) throws {
    let insert = try database.cachedStatement(
      sql: "INSERT INTO blobs (revision, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING")
    try insert.execute(arguments: [revision.fingerprint.column, Data(blob)])
  }

  /// Writes a version of a document, which supersedes all versions in `context` (those that its writer had read).
  /// Doesn't yet serve it.
  ///
  /// - Parameter content: the new content; nil removes the document, its fields, and those of its tags that the writer
  ///   had read.
  @discardableResult
  package func write(
    _ content: VersionContent?, to id: DocumentID, context: CausalContext, change: AttributeChange = AttributeChange(),
    at now: Timestamp
  ) throws -> Dot {
    let (dot, stamp) = (try nextDot(), try nextStamp(at: now))
    var (set, attributes) = (try reader.versionSet(of: id), try reader.attributes(of: id))
    if content == nil {
      attributes.removeAll(dot: dot, stamp: stamp, context: context, here: set.context)
    } else {
      attributes.apply(change, dot: dot, stamp: stamp, context: context, here: set.context)
    }
    set.write(VersionHead(dot: dot, stamp: stamp, revision: content?.revision), dot: dot, context: context)
    let version = DocumentVersion(dot: dot, stamp: stamp, content: content)
    try stand(set, adding: [version], attributes, of: try documentRow(id), at: now)
    return dot
  }

  /// If a document's causal context or attributes are unreadable, replaces them. The new context is the one that the
  /// kept versions show; unreadable attributes become empty.
  func mendContext(of id: DocumentID) throws {
    let reader = reader
    let (context, attributes) = (try reader.context(of: id), try reader.attributes(of: id))
    guard reader.leftOut.count > 0 else { return }
    try database.execute(
      sql: "UPDATE documents SET version = ?, dots = ?, attributes = ? WHERE source = ? AND path = ?",
      arguments: [
        JSONColumn.text(context.vector), ContextColumns.dots(context), AttributesColumn.text(attributes), id.source,
        id.path,
      ])
  }

  /// Makes the versions in `set` the standing versions of a document (those that no other version supersedes). Also
  /// stores the versions in `new`, and the context and `attributes` of the document. Standing versions that aren't in
  /// `set` become superseded.
  func stand(
    _ set: VersionSet<VersionHead>, adding new: [DocumentVersion], _ attributes: Attributes, of document: Int64,
    at now: Timestamp
  ) throws {
    for version in new { try insert(version, of: document) }
    let supersede = try database.cachedStatement(
      sql: "UPDATE versions SET is_current = 0, superseded_at = ? WHERE document = ? AND replica = ? AND write = ?")
    let rows = try Row.fetchAll(
      database, sql: "SELECT replica, write, stamp, revision, id FROM versions WHERE document = ? AND is_current",
      arguments: [document])
    for row in rows {
      guard let dot = (try? StoreReader.head(row))?.dot else {
        // A damaged row can't be in `set`, so `set` supersedes it.
        try database.execute(
          sql: "UPDATE versions SET is_current = 0, superseded_at = ? WHERE id = ?",
          arguments: [now.nanoseconds, row[4] as Int64])
        continue
      }
      if set.siblings[dot] != nil { continue }
      try supersede.execute(arguments: [now.nanoseconds, document, dot.replica.name, Int64(bitPattern: dot.write)])
    }
    touched.documents.insert(document)
    try database.execute(
      sql: "UPDATE documents SET version = ?, dots = ?, attributes = ? WHERE id = ?",
      arguments: [
        JSONColumn.text(set.context.vector), ContextColumns.dots(set.context), AttributesColumn.text(attributes),
        document,
      ])
  }

  private func insert(_ version: DocumentVersion, of document: Int64) throws {
    let insert = try database.cachedStatement(
      sql: """
        INSERT INTO versions (document, replica, write, stamp, is_current, revision, bytes, format, chunker, title,
          metadata, manifest, opaque)
        VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    let content = version.content
    try insert.execute(
      arguments: [
        document, version.dot.replica.name, Int64(bitPattern: version.dot.write), version.stamp.ticks,
        content?.revision.fingerprint.column, content?.sizeInBytes, content?.format.rawValue, content?.chunker,
        content?.title, try content.map { try JSONColumn.text($0.metadata) },
        try content.map { try JSONColumn.text($0.placements) }, content?.opaqueBytes ?? 0,
      ])
  }

  /// Serves exactly the versions `dots` of a document, with their passages in this order. If `dots` is empty, the
  /// document is no longer served.
  ///
  /// Passages without a vector are queued for embedding. Until such a passage has its vector, searches use the vector
  /// of the passage in `standIns`, if there is one for its ordinal.
  /// - Parameter siblings: the number of concurrent versions with different content (texts, or a removal); 1 if there
  ///   is no conflict.
  /// - Precondition: the versions are standing versions, and their passages' texts are stored.
  package func serve(
    _ dots: [Dot], siblings: Int, of id: DocumentID, in space: SpaceID, standIns: [Int: ContentAddress] = [:],
    verified: Verification
  ) throws {
    let kept = Dictionary(try reader.currentVersions(of: id).map { ($0.dot, $0) }) { first, _ in first }
    try serve(
      dots, dots.compactMap { kept[$0]?.content }, siblings: siblings, of: id, in: space, standIns: standIns,
      verified: verified)
  }

  /// Serves exactly the versions `dots` of a document, after the caller has split their texts into passages again, with
  /// the results in `parted`. Ignores what the store has recorded about their passages.
  package func serveAgain(
    _ dots: [Dot], _ parted: [Dot: VersionContent], siblings: Int, of id: DocumentID, in space: SpaceID,
    verified: Verification
  ) throws {
    try mendContext(of: id)
    let document = try documentRow(id)
    for (dot, content) in parted { try describe(content, ofVersion: try versionRow(dot, of: document)) }
    try serve(
      dots, dots.compactMap { parted[$0] }, siblings: siblings, of: id, in: space, standIns: [:], verified: verified)
  }

  private func serve(
    _ dots: [Dot], _ contents: [VersionContent], siblings: Int, of id: DocumentID, in space: SpaceID,
    standIns: [Int: ContentAddress], verified: Verification
  ) throws {
    let document = try documentRow(id)
    let rows = try dots.map { try versionRow($0, of: document) }
    if let first = contents.first {
      let manifest = Manifest(
        document: id, revision: first.revision, sizeInBytes: first.sizeInBytes, format: first.format, space: space,
        chunker: first.chunker, title: first.title,
        metadata: first.metadata.merging(try reader.attributes(of: id).values) { $1 }, placements: first.placements,
        opaqueBytes: first.opaqueBytes, stamped: nil)
      try write(manifest, verified: verified)
    }
    try place(zip(rows, contents.map(\.placements)).map { $0 }, of: document, siblings: siblings)
    try awaitVectors(of: document, in: space, standIns, at: verified.at)
    try logServed(id, contents.first?.revision, at: verified.at)
  }

  /// Replaces a document's placements by those of the versions in `served`. Versions that are no longer served keep
  /// their placements as JSON in their column `manifest`, for history.
  func place(_ served: [(version: Int64, placements: [Placement])], of document: Int64, siblings: Int = 1) throws {
    let sequence = try reader.token().sequence + 1
    let before = try Int64.fetchAll(
      database,
      sql: "SELECT id FROM versions WHERE document = ? AND served_from IS NOT NULL AND served_until IS NULL",
      arguments: [document])
    let reader = reader
    for version in before where !served.contains(where: { $0.version == version }) {
      try database.execute(
        sql: "UPDATE versions SET manifest = ?, served_until = ? WHERE id = ?",
        arguments: [JSONColumn.text(try reader.placements(ofVersion: version)), sequence, version])
    }
    // A damaged placement can't be kept, so a snapshot from before this change would be incomplete. The complete
    // history begins with this change.
    if reader.leftOut.count > 0 { try historyIsWhole(from: sequence) }
    try forgetIntervals(of: served.map(\.version))
    for (version, _) in served {
      try database.execute(
        sql: """
          UPDATE versions SET manifest = NULL, served_until = NULL,
            served_from = CASE WHEN served_from IS NULL OR served_until IS NOT NULL THEN ?1 ELSE served_from END
          WHERE id = ?2
          """, arguments: [sequence, version])
    }
    try touch(document)
    for table in ["stand_ins", "placements"] {
      try database.execute(sql: "DELETE FROM \(table) WHERE document = ?", arguments: [document])
    }
    var ordinal = 0
    for (version, placements) in served {
      try insert(placements, of: document, version: version, from: ordinal)
      ordinal += placements.count
    }
    try touch(document)
    try database.execute(
      sql: "UPDATE documents SET is_served = ?, siblings = ? WHERE id = ?",
      arguments: [!served.isEmpty, siblings, document])
  }

  /// Records a version's size, format, title and metadata, and the name of the chunker that split its text.
  func describe(_ content: VersionContent, ofVersion row: Int64) throws {
    try database.execute(
      sql: "UPDATE versions SET bytes = ?, format = ?, chunker = ?, title = ?, metadata = ?, opaque = ? WHERE id = ?",
      arguments: [
        content.sizeInBytes, content.format.rawValue, content.chunker, content.title, JSONColumn.text(content.metadata),
        content.opaqueBytes, row,
      ])
  }

  private func insert(_ placements: [Placement], of document: Int64, version: Int64, from first: Int) throws {
    let insert = try database.cachedStatement(
      sql: """
        INSERT INTO placements (document, ordinal, start, "end", first_line, last_line, headings, heading, columns, chunk,
          version)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT id FROM chunks WHERE address = ?), ?)
        """)
    for (index, placement) in placements.enumerated() {
      let headings = try JSONColumn.text(placement.headingPath)
      try insert.execute(
        arguments: [
          document, first + index, placement.bytes.lowerBound, placement.bytes.upperBound,
          placement.lines.first, placement.lines.last, headings, headingsRow(headings),
          placement.columns.isEmpty ? nil : JSONColumn.text(placement.columns),
          placement.address.fingerprint.column, version,
        ])
    }
  }

  private func logServed(_ id: DocumentID, _ revision: Revision?, at now: Timestamp) throws {
    let last = try Row.fetchOne(
      database, sql: "SELECT revision FROM documents WHERE source = ? AND path = ?", arguments: [id.source, id.path])
    let version = try reader.version(of: id)
    if let revision {
      try log(.install, id, revision: revision, version: version, at: now)
      try note(id, .installed, detail: String(revision.fingerprint.hex.prefix(12)), at: now)
    } else if let last {
      try log(.retire, id, revision: Revision(try last.fingerprint(0)), version: version, at: now)
      try note(id, .retired, at: now)
    }
  }

  func versionRow(_ dot: Dot, of document: Int64) throws -> Int64 {
    let statement = try database.cachedStatement(
      sql: "SELECT id FROM versions WHERE document = ? AND replica = ? AND write = ?")
    let row = try Int64.fetchOne(
      statement, arguments: [document, dot.replica.name, Int64(bitPattern: dot.write)])
    guard let row else { throw StorageError.damaged(path: path, what: "the row of version \(dot) is missing") }
    return row
  }

  /// The id of the document's row. If there is none, inserts a row for a document that isn't served.
  func documentRow(_ id: DocumentID) throws -> Int64 {
    let find = try database.cachedStatement(sql: "SELECT id FROM documents WHERE source = ? AND path = ?")
    if let row = try Int64.fetchOne(find, arguments: [id.source, id.path]) { return row }
    let row = try Int64.fetchOne(
      database,
      sql: """
        INSERT INTO documents (source, path, version, is_served, revision, bytes, space, chunker, metadata, method, verified_at)
        SELECT ?, ?, '{}', 0, zeroblob(32), 0, space, '', '{}', 'pushed', 0 FROM meta WHERE space IS NOT NULL RETURNING id
        """, arguments: [id.source, id.path])
    guard let row else { throw StorageError.damaged(path: path, what: "it has no active embedding space") }
    return row
  }
}

extension StoreReader {
  /// The store's hybrid logical clock. An invalid stamp in the column counts as the nearest valid one, so that the
  /// store stays writable until a repair.
  func clock() throws -> HybridClock {
    let ticks = try Int64.fetchOne(database, sql: "SELECT CAST(clock AS INTEGER) FROM meta") ?? 0
    return HybridClock(last: HybridTime(clamping: ticks))
  }
}
