package import FreshetCorpus
internal import GRDB

extension StoreWriter {
  /// The number of recorded state transitions to keep for each document.
  private static let transitionsPerDocument = 16
  /// The number of recorded state transitions to keep in all, including those of removed documents. When there are
  /// more, the store deletes the oldest.
  private static let transitionsInAll = 200_000

  /// Records a state transition of a document, for example that it was installed or skipped. Deletes the oldest
  /// transitions beyond the limits.
  package func note(
    _ id: DocumentID, _ state: DocumentTransition.State, detail: String? = nil, at now: Timestamp
  ) throws {
    let insert = try database.cachedStatement(
      sql: "INSERT INTO transitions (source, path, at, state, detail) VALUES (?, ?, ?, ?, ?) RETURNING id")
    let newest = try Int64.fetchOne(
      insert, arguments: [id.source, id.path, now.nanoseconds, state.rawValue, detail])
    let forget = try database.cachedStatement(
      sql: """
        DELETE FROM transitions WHERE source = ?1 AND path = ?2 AND id <= (
          SELECT id FROM transitions WHERE source = ?1 AND path = ?2 ORDER BY id DESC LIMIT 1 OFFSET ?3)
        """)
    try forget.execute(arguments: [id.source, id.path, Self.transitionsPerDocument])
    let forgetOldest = try database.cachedStatement(sql: "DELETE FROM transitions WHERE id <= ? - ?")
    try forgetOldest.execute(arguments: [newest ?? 0, Self.transitionsInAll])
  }
}
