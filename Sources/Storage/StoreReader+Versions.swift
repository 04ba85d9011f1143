package import Corpus
internal import Foundation
internal import GRDB

/// A version as the store keeps it: what stands now, and what stood before.
package struct KeptVersion: Hashable, Sendable {
  package let version: DocumentVersion
  /// Nothing has superseded it.
  package let isCurrent: Bool
  package let supersededAt: Timestamp?
  /// The log sequence numbers between which it was served: from, and before. Nil where it never was, or still is.
  package let servedFrom, servedUntil: Int64?
}

/// The versions of documents: siblings, what they have seen, history.
extension StoreReader {
  /// The newest stamp of the store's clock.
  package func newestStamp() throws -> HybridTime { try clock().last }

  /// The versions that stand, without their passages; empty and unseen for a document that the store doesn't know.
  package func versionSet(of id: DocumentID) throws -> VersionSet<VersionHead> {
    let statement = try database.cachedStatement(
      sql: """
        SELECT v.replica, v.write, v.stamp, v.revision FROM documents d JOIN versions v ON v.document = d.id
        WHERE d.source = ? AND d.path = ? AND v.is_current
        """)
    let rows = try Row.fetchCursor(statement, arguments: [id.source, id.path])
    let heads = try Array(rows.map { try Self.head($0) })
    return VersionSet(
      context: try context(of: id), siblings: Dictionary(uniqueKeysWithValues: heads.map { ($0.dot, $0) }))
  }

  /// All that has been seen of a document, and all that whoever reads it now has read.
  package func context(of id: DocumentID) throws -> CausalContext {
    let statement = try database.cachedStatement(
      sql: "SELECT version, dots FROM documents WHERE source = ? AND path = ?")
    guard let row = try Row.fetchOne(statement, arguments: [id.source, id.path]) else { return CausalContext() }
    return try ContextColumns.value(row[0], row[1])
  }

  package func attributes(of id: DocumentID) throws -> Attributes {
    let text = try String.fetchOne(
      database, sql: "SELECT attributes FROM documents WHERE source = ? AND path = ?", arguments: [id.source, id.path])
    return try text.map { try AttributesColumn.value($0) } ?? Attributes()
  }

  /// Everything that other replicas need of a document; of one that isn't known, or was forgotten, nothing seen.
  package func state(of id: DocumentID) throws -> DocumentState {
    let current = try currentVersions(of: id)
    return DocumentState(
      document: id,
      versions: VersionSet(
        context: try context(of: id), siblings: Dictionary(uniqueKeysWithValues: current.map { ($0.dot, $0) })),
      attributes: try attributes(of: id))
  }

  /// The versions that stand, newest first: however long the history is.
  package func currentVersions(of id: DocumentID) throws -> [DocumentVersion] {
    try versions(of: id, "AND v.is_current").map(\.version)
  }

  /// Every version that is kept of a document, newest first.
  package func versions(of id: DocumentID) throws -> [KeptVersion] {
    try versions(of: id, "")
  }

  private func versions(of id: DocumentID, _ condition: String) throws -> [KeptVersion] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT \(Self.versionColumns) FROM documents d JOIN versions v ON v.document = d.id
        WHERE d.source = ? AND d.path = ? \(condition) ORDER BY v.stamp DESC, v.replica DESC, v.write DESC
        """)
    return try Array(Row.fetchCursor(statement, arguments: [id.source, id.path]).map { try kept($0) })
  }

  /// What was served of each document right after the change of number `sequence`, in the order of documents and versions.
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
    while let row = try rows.next() { try body(DocumentID(source: row[15], path: row[16]), try kept(row)) }
  }

  /// A pushed document's text, byte by byte; nil for what came from a file.
  ///
  /// - Throws: `StorageError.damaged` when it isn't what was written.
  package func blob(of revision: Revision) throws -> [UInt8]? {
    let data = try Data.fetchOne(
      database, sql: "SELECT bytes FROM blobs WHERE revision = ?", arguments: [revision.fingerprint.column])
    if let data, data.withUnsafeBytes({ Fingerprint(hashing: $0) }) != revision.fingerprint {
      throw StorageError.damaged(path: path, what: "the text of revision \(revision) isn't what was written")
    }
    return data.map { [UInt8]($0) }
  }

  static func head(_ row: Row) throws -> VersionHead {
    VersionHead(
      dot: Dot(replica: ReplicaID(row[0]), write: UInt64(bitPattern: row[1])), stamp: HybridTime(ticks: row[2]),
      revision: row.hasNull(atIndex: 3) ? nil : Revision(try row.fingerprint(3)))
  }

  static let versionColumns = """
    v.replica, v.write, v.stamp, v.revision, v.is_current, v.superseded_at, v.served_from, v.served_until, v.id,
    v.bytes, v.format, v.chunker, v.manifest, v.title, v.metadata
    """

  func kept(_ row: Row) throws -> KeptVersion {
    let head = try Self.head(row)
    return KeptVersion(
      version: DocumentVersion(
        dot: head.dot, stamp: head.stamp, content: try head.revision.map { try content($0, row) }),
      isCurrent: row[4], supersededAt: (row[5] as Int64?).map(Timestamp.init(nanoseconds:)),
      servedFrom: row[6], servedUntil: row[7])
  }

  private func content(_ revision: Revision, _ row: Row) throws -> VersionContent {
    guard let format = DocumentFormat(rawValue: row[10] ?? "") else {
      throw StorageError.damaged(path: path, what: "a version of revision \(revision) is malformed")
    }
    return VersionContent(
      revision: revision, sizeInBytes: row[9], format: format, chunker: row[11], title: row[13],
      metadata: try JSONColumn.value([String: String].self, row[14] ?? "{}"),
      placements: try (row[12] as String?).map { try JSONColumn.value([Placement].self, $0) }
        ?? placements(ofVersion: row[8]))
  }

  /// Those of one served version, numbered from 0.
  func placements(ofVersion row: Int64) throws -> [Placement] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT p.ordinal, p.start, p."end", p.first_line, p.last_line, p.headings, c.address
        FROM versions v JOIN placements p ON p.document = v.document AND p.version = v.id JOIN chunks c ON c.id = p.chunk
        WHERE v.id = ? ORDER BY p.ordinal
        """)
    let placements = try Array(Row.fetchCursor(statement, arguments: [row]).map { try Self.placement($0) })
    return placements.enumerated().map { $1.numbered($0) }
  }
}

/// A context as its two columns hold it; few have single writes.
enum ContextColumns {
  static func value(_ version: String, _ dots: String) throws -> CausalContext {
    CausalContext(
      try JSONColumn.value(VersionVector.self, version),
      dots: dots == "[]" ? [] : try JSONColumn.value([Dot].self, dots))
  }

  static func dots(_ context: CausalContext) throws -> String {
    context.dots.isEmpty ? "[]" : try JSONColumn.text(context.dots.sorted())
  }
}

/// Attributes as their column holds them; most documents have none.
enum AttributesColumn {
  static func text(_ attributes: Attributes) throws -> String {
    attributes.isEmpty ? "{}" : try JSONColumn.text(attributes)
  }

  static func value(_ text: String) throws -> Attributes {
    text == "{}" ? Attributes() : try JSONColumn.value(Attributes.self, text)
  }
}
