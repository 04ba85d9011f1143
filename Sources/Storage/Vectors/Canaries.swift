package import FreshetCorpus
internal import Foundation
internal import GRDB

/// The canaries of a space: texts whose vectors were kept when it was new, so that an embedder can be told from another one
/// that goes by the same name.
extension StoreReader {
  /// Empty when none are kept.
  package func canaries(of space: SpaceID) throws -> [String: [Float]] {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT c.text, c.components FROM canaries c JOIN spaces s ON s.id = c.space WHERE s.fingerprint = ? ORDER BY c.text
        """, arguments: [space.fingerprint.column])
    return try Dictionary(Array(rows.map { try ($0[0], VectorColumn.components($0[1])) })) { first, _ in first }
  }

  /// The last check of a space's canaries: when it was, and the lowest cosine; nil when there was none.
  package func canaryCheck(of space: SpaceID) throws -> (checkedAt: Timestamp, agreement: Double)? {
    let row = try Row.fetchOne(
      database, sql: "SELECT checked_at, agreement FROM spaces WHERE fingerprint = ? AND checked_at IS NOT NULL",
      arguments: [space.fingerprint.column])
    return try row.map { try (Timestamp(nanoseconds: $0[0]), $0.measure(1)) }
  }
}

extension StoreWriter {
  /// Keeps what the embedder of a space gives for these texts. Those that are kept already stay.
  package func keep(canaries: [String: UnitVector], of space: SpaceID) throws {
    for (text, vector) in canaries.sorted(by: { $0.key < $1.key }) {
      try database.execute(
        sql: """
          INSERT INTO canaries (space, text, components)
          VALUES ((SELECT id FROM spaces WHERE fingerprint = ?), ?, ?) ON CONFLICT DO NOTHING
          """, arguments: [space.fingerprint.column, text, VectorColumn.data(vector)])
    }
  }

  package func record(canaryAgreement agreement: Double, of space: SpaceID, at now: Timestamp) throws {
    try database.execute(
      sql: "UPDATE spaces SET checked_at = ?, agreement = ? WHERE fingerprint = ?",
      arguments: [now.nanoseconds, agreement, space.fingerprint.column])
  }
}
