package import FreshetCorpus
internal import Foundation
internal import GRDB

/// Canaries of a space: sample texts with the vectors that the embedder returned when the space was new. They
/// distinguish the embedder from another one with the same name.
extension StoreReader {
  /// The canaries of a space, by text; empty if the store has none.
  package func canaries(of space: SpaceID) throws -> [String: [Float]] {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT c.text, c.components FROM canaries c JOIN spaces s ON s.id = c.space WHERE s.fingerprint = ? ORDER BY c.text
        """, arguments: [space.fingerprint.column])
    return try Dictionary(Array(rows.map { try ($0[0], VectorColumn.components($0[1])) })) { first, _ in first }
  }

  /// The time of the last check of a space's canaries, and the lowest cosine; nil if there was no check.
  package func canaryCheck(of space: SpaceID) throws -> (checkedAt: Timestamp, agreement: Double)? {
    let row = try Row.fetchOne(
      database, sql: "SELECT checked_at, agreement FROM spaces WHERE fingerprint = ? AND checked_at IS NOT NULL",
      arguments: [space.fingerprint.column])
    return try row.map { try (Timestamp(nanoseconds: $0[0]), $0.measure(1)) }
  }
}

extension StoreWriter {
  /// Stores the embedder's vectors for these texts. Existing canaries stay unchanged.
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
