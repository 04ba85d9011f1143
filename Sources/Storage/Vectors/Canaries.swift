package import FreshetCorpus
internal import Foundation
internal import GRDB

/// Canaries of an embedding space: fixed texts with the vectors that the embedder returned when the space was new. If
/// the embedder returns other vectors later, it has changed, even under the same name.
extension StoreReader {
  /// The vectors of the canaries (fixed texts that detect a changed embedder) of an embedding space, by text; empty if
  /// the store has none.
  package func canaries(of space: SpaceID) throws -> [String: [Float]] {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT c.text, c.components FROM canaries c JOIN spaces s ON s.id = c.space WHERE s.fingerprint = ? ORDER BY c.text
        """, arguments: [space.fingerprint.column])
    return try Dictionary(Array(rows.map { try ($0[0], VectorColumn.components($0[1])) })) { first, _ in first }
  }

  /// The last check of a space's canaries (fixed texts that detect a changed embedder): its time, and the lowest cosine
  /// between a stored and a new vector. Nil if there was no check.
  package func canaryCheck(of space: SpaceID) throws -> (checkedAt: Timestamp, agreement: Double)? {
    let row = try Row.fetchOne(
      database, sql: "SELECT checked_at, agreement FROM spaces WHERE fingerprint = ? AND checked_at IS NOT NULL",
      arguments: [space.fingerprint.column])
    return try row.map { try (Timestamp(nanoseconds: $0[0]), $0.measure(1)) }
  }
}

extension StoreWriter {
  /// Stores new canaries: texts with the embedder's vectors. Existing canaries stay unchanged.
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
