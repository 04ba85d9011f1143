package import FreshetCorpus
internal import GRDB

/// What monitors found.
extension StoreWriter {
  /// How many are kept; the oldest go first.
  private static let violationsInAll: Int64 = 10_000

  /// With the document's steps until now, which it will have forgotten when somebody asks.
  package func record(violation kind: String, of id: DocumentID, since: Timestamp, foundAt: Timestamp) throws {
    let steps = try reader.transitions(of: id).map(KeptTransition.init)
    let newest = try Int64.fetchOne(
      database,
      sql: """
        INSERT INTO violations (source, path, kind, since, found_at, transitions) VALUES (?, ?, ?, ?, ?, ?) RETURNING id
        """,
      arguments: [id.source, id.path, kind, since.nanoseconds, foundAt.nanoseconds, JSONColumn.text(steps)])
    try database.execute(
      sql: "DELETE FROM violations WHERE id <= ? - ?", arguments: [newest ?? 0, Self.violationsInAll])
  }

  /// Notes that what was found of a document is gone.
  package func endViolations(of id: DocumentID, at now: Timestamp) throws {
    try database.execute(
      sql: "UPDATE violations SET ended_at = ? WHERE source = ? AND path = ? AND ended_at IS NULL",
      arguments: [now.nanoseconds, id.source, id.path])
  }
}

extension StoreReader {
  /// What monitors found of a document, oldest first.
  package func violations(of id: DocumentID) throws -> [ConsistencyViolation] {
    try violations("WHERE source = ? AND path = ?", [id.source, id.path])
  }

  package func violations(foundSince moment: Timestamp) throws -> [ConsistencyViolation] {
    try violations("WHERE found_at >= ?", [moment.nanoseconds])
  }

  private func violations(_ clause: String, _ arguments: StatementArguments) throws -> [ConsistencyViolation] {
    let rows = try Row.fetchCursor(
      database,
      sql: "SELECT source, path, kind, since, found_at, ended_at, transitions FROM violations \(clause) ORDER BY id",
      arguments: arguments)
    return try Array(
      rows.map { row in
        try ConsistencyViolation(
          document: DocumentID(source: row[0], path: row[1]), kind: row[2], since: Timestamp(nanoseconds: row[3]),
          foundAt: Timestamp(nanoseconds: row[4]), endedAt: row.moment(5),
          transitions: JSONColumn.value([KeptTransition].self, row[6]).compactMap(\.transition))
      })
  }
}

/// A transition as a violation keeps it.
private struct KeptTransition: Codable {
  let at: Timestamp
  let state: String
  let detail: String?

  init(_ transition: DocumentTransition) {
    at = transition.at
    state = transition.state.rawValue
    detail = transition.detail
  }

  /// Nil for a step that this version doesn't know.
  var transition: DocumentTransition? {
    DocumentTransition.State(rawValue: state).map { DocumentTransition(state: $0, at: at, detail: detail) }
  }
}
