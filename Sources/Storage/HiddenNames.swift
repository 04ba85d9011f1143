internal import GRDB

/// What the table `holds` keeps of hidden and secret-like names: why those that are served would leave, and which ones
/// arguments named. No replica has such a name as these rows' `peer`.
private enum HiddenKey {
  static let hold = "hidden"
  static let namePrefix = "/"
}

extension StoreReader {
  /// The paths of a source that arguments named, so that they are documents although they are hidden.
  package func namedPaths(of source: String) throws -> [String] {
    let rows = try Row.fetchCursor(
      database, sql: "SELECT peer FROM holds WHERE source = ? AND peer LIKE '/%' ORDER BY peer", arguments: [source])
    return try Array(rows.map { String(($0.checkedText(0) ?? "").dropFirst(HiddenKey.namePrefix.count)) })
  }

  /// Why hidden documents are held back from being removed; nil if none are.
  package func hiddenHold(of source: String) throws -> String? {
    let row = try Row.fetchOne(
      database, sql: "SELECT why FROM holds WHERE source = ? AND peer = ?", arguments: [source, HiddenKey.hold])
    return row.map { $0.checkedText(0) ?? "" }
  }

  /// Why documents are held back from being removed, whoever would remove them, by source.
  package func heldBack() throws -> [String: String] {
    var reasons = try holdsOfPeers()
    for source in try sources() {
      let ours = [source.held, try hiddenHold(of: source.name)].compactMap(\.self)
      if !ours.isEmpty { reasons[source.name] = ours.joined(separator: "; ") }
    }
    return reasons
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
