package import Corpus
internal import Foundation
internal import GRDB

/// What a store is, apart from what it holds.
package struct StoreIdentity: Hashable, Sendable {
  package let store: String
  package let replica: ReplicaID
  package let sqliteVersion: String
}

/// A directory that documents come from, as the store remembers it.
package struct SourceRecord: Hashable, Sendable {
  package let name: String
  /// Absolute, or relative to the store's folder.
  package let root: String
  package let scannedAt: Timestamp?
  package let ignoredCount: Int
  /// When the last whole scan began whose findings are all on record.
  package let seenUpTo: Timestamp?
}

/// Questions to one committed state of a store. Valid only inside the `Store.read` or `Store.write` that made it.
package struct StoreReader {
  let database: Database
  let path: String

  package var storePath: String { path }

  package func identity() throws -> StoreIdentity {
    let row = try Row.fetchOne(database, sql: "SELECT store, replica, sqlite_version() FROM meta")
    guard let row else { throw StorageError.damaged(path: path, what: "the meta row is missing") }
    return StoreIdentity(store: row[0], replica: ReplicaID(row[1]), sqliteVersion: row[2])
  }

  package func token() throws -> SessionToken {
    let row = try Row.fetchOne(database, sql: "SELECT store, lsn, history FROM meta")
    guard let row else { throw StorageError.damaged(path: path, what: "the meta row is missing") }
    let history = try row.fingerprint(2).hex.prefix(16)
    return SessionToken(store: row[0], sequence: row[1], history: String(history))
  }

  /// Whether `token` names states that this store has been in: another store, or a future that was rolled back, has not.
  package func hasHistory(_ token: SessionToken) throws -> Bool {
    guard try identity().store == token.store else { return false }
    return try token.positions.allSatisfy { position in
      if position.sequence == 0 { return true }
      let row = try Row.fetchOne(
        database, sql: "SELECT history FROM changes WHERE lsn = ?", arguments: [position.sequence])
      return try row.map { try $0.fingerprint(0).hex.hasPrefix(position.history) } ?? false
    }
  }

  /// The space that documents are indexed in; nil before the first was.
  package func activeSpace() throws -> EmbeddingSpace? {
    let fields = try String.fetchOne(
      database, sql: "SELECT fields FROM spaces JOIN meta ON meta.space = spaces.id")
    return try fields.map { try JSONColumn.value(EmbeddingSpace.self, $0) }
  }

  package func source(named name: String) throws -> SourceRecord? {
    try sources().first { $0.name == name }
  }

  /// Every watched folder, in the order of their names.
  package func sources() throws -> [SourceRecord] {
    let rows = try Row.fetchCursor(
      database, sql: "SELECT name, root, scanned_at, ignored, seen_up_to FROM sources ORDER BY name")
    return try Array(
      rows.map { row in
        SourceRecord(
          name: row[0], root: row[1],
          scannedAt: (row[2] as Int64?).map(Timestamp.init(nanoseconds:)), ignoredCount: row[3],
          seenUpTo: (row[4] as Int64?).map(Timestamp.init(nanoseconds:)))
      })
  }

  /// Tokens embedded in a second of the last run that embedded any.
  package func tokensPerSecond() throws -> Double? {
    try Double.fetchOne(database, sql: "SELECT tokens_per_second FROM meta")
  }

  /// Changes after `sequence`, oldest first.
  package func changes(after sequence: Int64) throws -> [Change] {
    let rows = try Row.fetchCursor(
      database, sql: "SELECT lsn, kind, source, path FROM changes WHERE lsn > ? ORDER BY lsn",
      arguments: [sequence])
    return try Array(
      rows.map { row in
        guard let kind = Change.Kind(rawValue: row[1]) else {
          throw StorageError.damaged(path: path, what: "change \(row[0] as Int64) has no known kind")
        }
        return Change(
          sequence: row[0], kind: kind, document: DocumentID(source: row[2], path: row[3]))
      })
  }

  /// What SQLite finds wrong with its pages, at most 10 sentences; empty for a sound file.
  package func pageDamage() throws -> [String] {
    try String.fetchAll(database, sql: "PRAGMA quick_check(10)").filter { $0 != "ok" }
  }

  func spaces() throws -> [Int64: SpaceID] {
    let rows = try Row.fetchCursor(try database.cachedStatement(sql: "SELECT id, fingerprint FROM spaces"))
    return try Dictionary(
      uniqueKeysWithValues: rows.map { ($0[0], SpaceID(try $0.fingerprint(1))) })
  }
}
