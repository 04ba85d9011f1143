package import FreshetCorpus
internal import GRDB

extension StoreReader {
  /// The placements of passages near one of a served document: those of the same version with these ordinals, in order.
  /// Omits damaged rows and notes them in `leftOut`.
  ///
  /// - Parameter ordinal: the passage that tells the version, because several versions of a document may be served.
  /// - Complexity: one statement, O(log n + m) for n placements in the store and m ordinals.
  package func placements(
    of id: DocumentID, in ordinals: ClosedRange<Int>, around ordinal: Int
  ) throws -> [Placement] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT \(PlacementRow.columns), coalesce(v.bytes, d.bytes)
        FROM documents d JOIN placements h ON h.document = d.id AND h.ordinal = ?
        JOIN placements p ON p.document = d.id AND p.ordinal BETWEEN ? AND ? AND p.version IS h.version
        JOIN chunks c ON c.id = p.chunk LEFT JOIN versions v ON v.id = p.version
        WHERE d.source = ? AND d.path = ? AND d.is_served ORDER BY p.ordinal
        """)
    let rows = try Row.fetchCursor(
      statement, arguments: [ordinal, ordinals.lowerBound, ordinals.upperBound, id.source, id.path])
    return try placements(rows, of: id)
  }
}
