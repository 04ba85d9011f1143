package import FreshetCorpus
internal import GRDB

/// Records when each change of a source happened and when the index served it.
extension StoreWriter {
  /// The number of refresh records to keep. When there are more, the store deletes the oldest.
  private static let refreshesInAll: Int64 = 65_536

  package func record(_ refresh: Refresh) throws {
    let insert = try database.cachedStatement(
      sql: """
        INSERT INTO refreshes (source, path, changed_at, visible_at, passages, embedded) VALUES (?, ?, ?, ?, ?, ?)
        RETURNING id
        """)
    let newest = try Int64.fetchOne(
      insert,
      arguments: [
        refresh.document.source, refresh.document.path, refresh.changedAt?.nanoseconds, refresh.visibleAt.nanoseconds,
        refresh.passages, refresh.embedded,
      ])
    let forget = try database.cachedStatement(sql: "DELETE FROM refreshes WHERE id <= ? - ?")
    try forget.execute(arguments: [newest ?? 0, Self.refreshesInAll])
  }
}

extension StoreReader {
  /// The recorded refreshes whose results became visible at `moment` or later, oldest first; all records if `moment` is
  /// nil.
  package func refreshes(since moment: Timestamp? = nil) throws -> [Refresh] {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT source, path, changed_at, visible_at, passages, embedded FROM refreshes
        WHERE visible_at >= ? ORDER BY id
        """, arguments: [moment?.nanoseconds ?? .min])
    return try Array(
      rows.map { row in
        try Refresh(
          document: DocumentID(source: row[0], path: row[1]),
          changedAt: row.moment(2),
          visibleAt: Timestamp(nanoseconds: row[3]), passages: row.count(4), embedded: row.count(5))
      })
  }

  /// The recorded times for a document: `observedAt`, when it was first seen to differ from the index; `verifiedAt`,
  /// when it was last found equal; `seenUpTo`, the start of its source's last complete scan. `RecordedDivergence` takes
  /// these values.
  package func divergence(
    of id: DocumentID
  ) throws -> (observedAt: Timestamp?, verifiedAt: Timestamp?, seenUpTo: Timestamp?) {
    let statement = try database.cachedStatement(
      sql: """
        SELECT (SELECT observed_at FROM journal WHERE source = ?1 AND path = ?2),
          (SELECT verified_at FROM documents WHERE source = ?1 AND path = ?2 AND is_served),
          (SELECT seen_up_to FROM sources WHERE name = ?1)
        """)
    guard let row = try Row.fetchOne(statement, arguments: [id.source, id.path]) else { return (nil, nil, nil) }
    // A column value that isn't a number counts as missing.
    let moments = (0..<3).map { row.checkedInteger($0).map(Timestamp.init(nanoseconds:)) }
    return (moments[0], moments[1], moments[2])
  }
}
