package import FreshetCorpus
internal import Foundation
internal import GRDB

/// Queries of one committed state of a store. Valid only inside the `body` of `Store.read` or `Store.write` that
/// received the reader.
package struct StoreReader {
  let database: Database
  let path: String
  /// What searches by words keep between questions; nil in a transaction that writes, whose state isn't committed.
  var memory: LexicalMemory?
  /// The damaged rows that this reader has found so far and omitted from its results.
  package let leftOut = LeftOut()

  package var storePath: String { path }

  package func identity() throws -> StoreIdentity {
    let row = try Row.fetchOne(database, sql: "SELECT store, replica, sqlite_version() FROM meta")
    guard let row else { throw StorageError.damaged(path: path, what: "its meta table has no row") }
    return try StoreIdentity(store: row[0], replica: row.replica(1), sqliteVersion: row[2])
  }

  package func token() throws -> SessionToken {
    let row = try Row.fetchOne(database, sql: "SELECT store, lsn, history FROM meta")
    guard let row else { throw StorageError.damaged(path: path, what: "its meta table has no row") }
    let history = try row.fingerprint(2).hex.prefix(16)
    return try SessionToken(store: row[0], sequence: row.sequence(1), history: String(history))
  }

  /// Whether this store's history includes every position of `token`. False for a token of another store, or of changes
  /// that a restored backup undid.
  package func hasHistory(_ token: SessionToken) throws -> Bool {
    guard try identity().store == token.store else { return false }
    return try token.positions.allSatisfy { position in
      if position.sequence == 0 { return true }
      let row = try Row.fetchOne(
        database, sql: "SELECT history FROM changes WHERE lsn = ?", arguments: [position.sequence])
      return try row.map { try $0.fingerprint(0).hex.hasPrefix(position.history) } ?? false
    }
  }

  /// The embedding space in which this store indexes documents; nil if no process has activated a space yet.
  package func activeSpace() throws -> EmbeddingSpace? {
    let fields = try String.fetchOne(
      database, sql: "SELECT fields FROM spaces JOIN meta ON meta.space = spaces.id")
    return try fields.map { try JSONColumn.value(EmbeddingSpace.self, $0) }
  }

  package func source(named name: String) throws -> SourceRecord? {
    try sources().first { $0.name == name }
  }

  /// All folder sources, in the order of their names.
  package func sources() throws -> [SourceRecord] {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT name, root, scanned_at, ignored, seen_up_to,
          CASE WHEN EXISTS (SELECT 1 FROM journal WHERE source = name AND is_held)
            THEN (SELECT why FROM holds WHERE source = name AND peer = '') END,
          device, inode, resolved, born, elsewhere
        FROM sources ORDER BY name
        """)
    return try Array(
      rows.map { row in
        try SourceRecord(
          name: row[0], root: row[1], scannedAt: row.moment(2), ignoredCount: row.count(3), seenUpTo: row.moment(4),
          known: Self.root(row, from: 6), held: row[5],
          looksElsewhere: row.count(10))
      })
  }

  /// The names of all sources of which the store knows a document or a folder, including sources that only other
  /// replicas sent.
  ///
  /// - Complexity: O(*s* · log *n*) for *s* sources of *n* documents.
  package func sourceNames() throws -> [String] {
    try String.fetchAll(
      database,
      sql: """
        WITH RECURSIVE held (name) AS (
          SELECT min(source) FROM documents UNION ALL
          SELECT (SELECT min(source) FROM documents WHERE source > held.name) FROM held WHERE held.name IS NOT NULL)
        SELECT name FROM held WHERE name IS NOT NULL UNION SELECT name FROM sources ORDER BY 1
        """)
  }

  /// The recorded identity of each source's folder, by the source's name. Omits sources without one.
  package func roots() throws -> [String: RootIdentity] {
    try Dictionary(sources().compactMap { record in record.known.map { (record.name, $0) } }) { first, _ in first }
  }

  private static func root(_ row: Row, from index: Int) throws -> RootIdentity? {
    guard let device = try row[index] as Int64?, let inode = try row[index + 1] as Int64?,
      let path = try row[index + 2] as String?
    else { return nil }
    return RootIdentity(
      device: UInt64(bitPattern: device), inode: UInt64(bitPattern: inode), born: try row.moment(index + 3), path: path)
  }

  /// The number of served documents of `source` that this store has read from the source itself. Omits documents that
  /// other replicas sent.
  package func servedCount(of source: String) throws -> Int {
    let statement = try database.cachedStatement(
      sql: "SELECT count(*) FROM documents WHERE source = ? AND is_served AND method <> 'replica'")
    return try Int.fetchOne(statement, arguments: [source]) ?? 0
  }

  /// The speed, in tokens per second, of the last run that embedded passages; nil if no run has embedded any.
  package func tokensPerSecond() throws -> Double? {
    guard let speed = try Double.fetchOne(database, sql: "SELECT tokens_per_second FROM meta") else { return nil }
    guard (1e-3...1e12).contains(speed) else {
      throw StorageError.damaged(
        path: path, what: "its recorded embedding speed, \(speed) tokens per second, is impossible")
    }
    return speed
  }

  /// The number that the query `sql` returns; 0 if it returns none.
  ///
  /// - Throws: an error of corruption if the number isn't valid as a sequence number.
  func sequence(_ sql: String) throws -> Int64 {
    try StoredNumber.check(try Int64.fetchOne(database, sql: sql) ?? 0, in: StoredNumber.sequences)
  }

  /// The entries of the change log with a number greater than `sequence`, oldest first.
  package func changes(after sequence: Int64) throws -> [Change] {
    let rows = try Row.fetchCursor(
      database, sql: "SELECT lsn, kind, source, path FROM changes WHERE lsn > ? ORDER BY lsn",
      arguments: [sequence])
    return try Array(
      rows.map { row in
        guard let kind = try Change.Kind(rawValue: row[1]) else {
          throw StorageError.damaged(
            path: path, what: "change \(try row[0] as Int64) in its change log is of an unknown kind")
        }
        return try Change(
          sequence: row.sequence(0), kind: kind, document: DocumentID(source: row[2], path: row[3]))
      })
  }

  /// At most 10 sentences about damage that SQLite finds in the database's pages; empty for an undamaged file.
  package func pageDamage() throws -> [String] {
    try String.fetchAll(database, sql: "PRAGMA quick_check(10)").filter { $0 != "ok" }
  }

  func spaces() throws -> [Int64: SpaceID] {
    let rows = try Row.fetchCursor(try database.cachedStatement(sql: "SELECT id, fingerprint FROM spaces"))
    return try Dictionary(
      Array(rows.map { try ($0[0], SpaceID($0.fingerprint(1))) })
    ) { first, _ in first }
  }
}
