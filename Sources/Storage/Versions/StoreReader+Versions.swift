package import FreshetCorpus
internal import Foundation
internal import GRDB

/// Queries for the versions of documents and their causal contexts (the writes that a version includes or supersedes).
extension StoreReader {
  /// The newest stamp (hybrid logical time) that this store has made or received.
  package func newestStamp() throws -> HybridTime { try clock().last }

  /// The standing versions of a document (those that no other version supersedes), without their passages. Empty, with
  /// an empty context, if the store doesn't know the document. Omits damaged versions.
  package func versionSet(of id: DocumentID) throws -> VersionSet<VersionHead> {
    let statement = try database.cachedStatement(
      sql: """
        SELECT v.replica, v.write, v.stamp, v.revision FROM documents d JOIN versions v ON v.document = d.id
        WHERE d.source = ? AND d.path = ? AND v.is_current
        """)
    let rows = try Row.fetchCursor(statement, arguments: [id.source, id.path])
    let heads = try Array(rows.compactMap { row in try sound(.document(id)) { try Self.head(row) } })
    return VersionSet(
      context: try context(of: id), siblings: Dictionary(heads.map { ($0.dot, $0) }) { first, _ in first })
  }

  /// The causal context of a document: all of its writes that this store has received. A client that reads the document
  /// has then read, or superseded, all of them.
  package func context(of id: DocumentID) throws -> CausalContext {
    let statement = try database.cachedStatement(
      sql: "SELECT version, dots FROM documents WHERE source = ? AND path = ?")
    guard let row = try Row.fetchOne(statement, arguments: [id.source, id.path]) else { return CausalContext() }
    do {
      return try ContextColumns.value(row.checkedText(0) ?? "", row.checkedText(1) ?? "")
    } catch {
      leftOut.note(.document(id))
      return try contextOfVersions(id)
    }
  }

  /// A lower bound of a document's causal context, for a row with damaged columns: for each replica, the writes up to
  /// the newest one whose version the store keeps.
  private func contextOfVersions(_ id: DocumentID) throws -> CausalContext {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT v.replica, max(v.write) FROM documents d JOIN versions v ON v.document = d.id
        WHERE d.source = ? AND d.path = ? GROUP BY v.replica
        """, arguments: [id.source, id.path])
    let counts = try Array(rows.map { try ($0.replica(0), $0.write(1)) })
    return CausalContext(VersionVector(Dictionary(counts) { first, _ in first }))
  }

  package func attributes(of id: DocumentID) throws -> Attributes {
    let text = try String.fetchOne(
      database, sql: "SELECT attributes FROM documents WHERE source = ? AND path = ?", arguments: [id.source, id.path])
    do {
      return try text.map { try AttributesColumn.value($0) } ?? Attributes()
    } catch is DatabaseError {
      // Unreadable attributes are lost. The next write of the document starts without attributes.
      leftOut.note(.document(id))
      return Attributes()
    }
  }

  /// The state of a document that this store sends to other replicas: its standing versions, causal context and
  /// attributes. Empty for an unknown document.
  package func state(of id: DocumentID) throws -> DocumentState {
    // Throw for a damaged version. If the state omitted that version, another replica would consider it superseded.
    let current = try versions(of: id, "AND v.is_current", damage: .throwing).map(\.version)
    return DocumentState(
      document: id,
      versions: VersionSet(
        context: try context(of: id), siblings: Dictionary(current.map { ($0.dot, $0) }) { first, _ in first }),
      attributes: try attributes(of: id))
  }

  /// The state of a document to send to other replicas; nil if some of it is damaged. Notes a damaged document in
  /// `leftOut`.
  package func soundState(of id: DocumentID) throws -> DocumentState? {
    // Use a separate reader, whose `leftOut` concerns only this document.
    let reader = StoreReader(database: database, path: path)
    let state = try sound(.document(id)) { try reader.state(of: id) }
    if reader.leftOut.count == 0 { return state }
    leftOut.note(.document(id))
    return nil
  }

  /// The standing versions of a document (those that no other version supersedes), newest first. Omits damaged
  /// versions.
  ///
  /// - Complexity: independent of the number of superseded versions.
  package func currentVersions(of id: DocumentID) throws -> [DocumentVersion] {
    try versions(of: id, "AND v.is_current", damage: .leftOut).map(\.version)
  }

  /// All versions of a document that the store keeps, newest first. Omits damaged versions.
  package func versions(of id: DocumentID) throws -> [KeptVersion] {
    try versions(of: id, "", damage: .leftOut)
  }

  private enum Damage { case throwing, leftOut }

  private func versions(of id: DocumentID, _ condition: String, damage: Damage) throws -> [KeptVersion] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT \(Self.versionColumns) FROM documents d JOIN versions v ON v.document = d.id
        WHERE d.source = ? AND d.path = ? \(condition) ORDER BY v.stamp DESC, v.replica DESC, v.write DESC
        """)
    return try Array(
      Row.fetchCursor(statement, arguments: [id.source, id.path]).compactMap { row in
        damage == .throwing ? try kept(row) : try sound(.document(id)) { try kept(row) }
      })
  }

  /// Calls `body` with each version that the index served right after the change `sequence`, in the order of documents;
  /// newest first within a document.
  package func versionsServed(
    at sequence: Int64, _ body: (DocumentID, KeptVersion) throws -> Void
  ) throws {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT \(Self.versionColumns), d.source, d.path FROM documents d JOIN versions v ON v.document = d.id
        WHERE v.revision IS NOT NULL AND v.served_from <= ?1 AND (v.served_until IS NULL OR v.served_until > ?1)
        ORDER BY d.source, d.path, v.stamp DESC, v.replica DESC, v.write DESC
        """, arguments: [sequence])
    while let row = try rows.next() { try body(DocumentID(source: row[16], path: row[17]), kept(row)) }
  }

  /// The exact bytes of the revision of a pushed document; nil for a document from a file.
  ///
  /// - Throws: `StorageError.damaged` if the bytes don't match the revision, which is their hash.
  package func blob(of revision: Revision) throws -> [UInt8]? {
    let data = try Data.fetchOne(
      database, sql: "SELECT bytes FROM blobs WHERE revision = ?", arguments: [revision.fingerprint.column])
    if let data, data.withUnsafeBytes({ Fingerprint(hashing: $0) }) != revision.fingerprint {
      throw StorageError.damaged(path: path, what: "the stored text of revision \(revision) doesn't match its hash")
    }
    return data.map { [UInt8]($0) }
  }

  static func head(_ row: Row) throws -> VersionHead {
    try VersionHead(
      dot: Dot(replica: row.replica(0), write: row.write(1)), stamp: row.stamp(2),
      revision: row.hasNull(atIndex: 3) ? nil : Revision(row.fingerprint(3)))
  }

  static let versionColumns = """
    v.replica, v.write, v.stamp, v.revision, v.is_current, v.superseded_at, v.served_from, v.served_until, v.id,
    v.bytes, v.format, v.chunker, v.manifest, v.title, v.metadata, v.opaque
    """

  func kept(_ row: Row) throws -> KeptVersion {
    let head = try Self.head(row)
    return try KeptVersion(
      version: DocumentVersion(
        dot: head.dot, stamp: head.stamp, content: head.revision.map { try content($0, row) }),
      isCurrent: row[4], supersededAt: row.moment(5),
      servedFrom: row[6], servedUntil: row[7])
  }

  private func content(_ revision: Revision, _ row: Row) throws -> VersionContent {
    guard let format = try DocumentFormat(rawValue: row[10] ?? "") else {
      throw StorageError.damaged(path: path, what: "the row of a version with revision \(revision) is malformed")
    }
    return try VersionContent(
      revision: revision, sizeInBytes: row.count(9), format: format, chunker: row[11], title: row[13],
      metadata: MetadataColumn.value(row[14]),
      placements: (row[12] as String?).map { try JSONColumn.value([Placement].self, $0) }
        ?? placements(ofVersion: row[8]), opaqueBytes: row.count(15))
  }

  /// The placements of a served version's passages, numbered from 0. Omits damaged rows and notes them in `leftOut`.
  func placements(ofVersion row: Int64) throws -> [Placement] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT \(PlacementRow.columns), d.source, d.path
        FROM versions v JOIN placements p ON p.document = v.document AND p.version = v.id JOIN chunks c ON c.id = p.chunk
        JOIN documents d ON d.id = v.document WHERE v.id = ? ORDER BY p.ordinal
        """)
    let placements = try Array(
      Row.fetchCursor(statement, arguments: [row]).compactMap { row in
        let place = PlacementRow(row)
        if place.placement == nil {
          leftOut.note(.placement(try DocumentID(source: row[8], path: row[9]), ordinal: place.ordinal))
        }
        return place.placement
      })
    return placements.enumerated().map { $1.numbered($0) }
  }
}
