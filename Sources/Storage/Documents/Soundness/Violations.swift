package import FreshetCorpus
internal import GRDB

/// Records violations. A violation is a document for which searches returned outdated or deleted text for so long that
/// `freshet monitor` reports it.
extension StoreWriter {
  /// The number of violations to keep. When there are more, the store deletes the oldest.
  private static let violationsInAll: Int64 = 10_000

  /// Records a violation together with the document's recent state transitions, because the store may delete those
  /// transitions later.
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

  /// Records `now` as the end of all open violations of a document.
  package func endViolations(of id: DocumentID, at now: Timestamp) throws {
    try database.execute(
      sql: "UPDATE violations SET ended_at = ? WHERE source = ? AND path = ? AND ended_at IS NULL",
      arguments: [now.nanoseconds, id.source, id.path])
  }
}

extension StoreReader {
  /// The recorded violations of a document, oldest first.
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

/// The JSON form of a document's state transition in a stored violation.
private struct KeptTransition: Codable {
  let at: Timestamp
  let state: String
  let detail: String?

  init(_ transition: DocumentTransition) {
    at = transition.at
    state = transition.state.rawValue
    detail = transition.detail
  }

  /// The decoded transition; nil if this version of Freshet doesn't know the transition's state.
  var transition: DocumentTransition? {
    DocumentTransition.State(rawValue: state).map { DocumentTransition(state: $0, at: at, detail: detail) }
  }
}
