package import FreshetCorpus
internal import GRDB

/// Queries for earlier states of the store, answered from the change log and the kept versions.
extension StoreReader {
  /// The number of the change from which on the history is complete: the store has kept every version that it served
  /// from then on. It may have deleted versions that it served only before that change.
  package func historyBegin() throws -> Int64 {
    try sequence("SELECT history_from FROM meta")
  }

  /// The token that identifies the state right after the change `sequence`, and the time of that change; nil if there
  /// is no such change.
  package func change(_ sequence: Int64) throws -> (token: SessionToken, at: Timestamp)? {
    let statement = try database.cachedStatement(
      sql: "SELECT store, changes.history, at FROM changes, meta WHERE changes.lsn = ?")
    guard let row = try Row.fetchOne(statement, arguments: [sequence]) else { return nil }
    let history = String(try row.fingerprint(1).hex.prefix(16))
    return try (SessionToken(store: row[0], sequence: sequence, history: history), Timestamp(nanoseconds: row[2]))
  }

  /// The version vector of each document right after the change `sequence`: all writes that its versions included or
  /// superseded.
  ///
  /// - Complexity: O(*c* log *c*) for *c* changes up to `sequence`.
  package func versionVectors(at sequence: Int64) throws -> [DocumentID: VersionVector] {
    let rows = try Row.fetchCursor(
      database, sql: "SELECT source, path, version, max(lsn) FROM changes WHERE lsn <= ? GROUP BY source, path",
      arguments: [sequence])
    return try Dictionary(
      Array(rows.map { try (DocumentID(source: $0[0], path: $0[1]), JSONColumn.value(VersionVector.self, $0[2])) })
    ) { first, _ in first }
  }
}
