internal import GRDB

/// Keys of those rows in the table `holds` that don't concern a replica. One row says why Freshet holds back the
/// removal of served documents whose names are hidden or look like secrets. Others list hidden names that a user gave
/// as arguments. The keys are in the column `peer`; no replica can have such a name (`ReplicaID.isPossible`).
enum HiddenKey {
  static let hold = "*"
  static let namePrefix = "/"

  /// An SQL condition: the row of `holds` is about a replica. In all other rows `peer` is empty, is `hold`, or begins
  /// with `namePrefix`.
  static let isOfReplica = "peer NOT IN ('', '\(hold)') AND peer NOT LIKE '\(namePrefix)%'"
}

extension StoreReader {
  /// The paths in a source that a user gave as arguments. They are documents even if their names are hidden.
  package func namedPaths(of source: String) throws -> [String] {
    let rows = try Row.fetchCursor(
      database, sql: "SELECT peer FROM holds WHERE source = ? AND peer LIKE '\(HiddenKey.namePrefix)%' ORDER BY peer",
      arguments: [source])
    return try Array(rows.map { String(($0.checkedText(0) ?? "").dropFirst(HiddenKey.namePrefix.count)) })
  }

  /// Why Freshet holds back the removal of served documents with hidden names; nil if it holds none back.
  package func hiddenHold(of source: String) throws -> String? {
    let row = try Row.fetchOne(
      database, sql: "SELECT why FROM holds WHERE source = ? AND peer = ?", arguments: [source, HiddenKey.hold])
    return row.map { $0.checkedText(0) ?? "" }
  }

}

extension StoreWriter {
  package func name(_ path: String, of source: String) throws {
    try recordRow(of: source, HiddenKey.namePrefix + path, why: "an argument named it")
  }

  package func recordHiddenHold(_ why: String, of source: String) throws {
    try recordRow(of: source, HiddenKey.hold, why: why)
  }

  package func endHiddenHold(of source: String) throws {
    try database.execute(
      sql: "DELETE FROM holds WHERE source = ? AND peer = ?", arguments: [source, HiddenKey.hold])
  }

  private func recordRow(of source: String, _ key: String, why: String) throws {
    try database.execute(
      sql: """
        INSERT INTO holds (source, peer, why, since) VALUES (?, ?, ?, (SELECT lsn FROM meta))
        ON CONFLICT DO UPDATE SET why = excluded.why
        """, arguments: [source, key, why])
  }
}
