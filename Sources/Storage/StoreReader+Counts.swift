package import Corpus
internal import GRDB

/// How many documents stand where: the accounting of `Completeness`.
package struct DocumentCounts: Hashable, Sendable {
  package let discovered: Int
  package let indexed: Int
  package let pending: Int
  package let failed: Int
  package let skipped: [SkipReason: Int]
}

/// What the store holds, for `status`.
package struct ContentCounts: Hashable, Sendable {
  package let documents: Int
  package let placements: Int
  package let servedChunks: Int
  package let chunks: Int
  package let vectors: Int
}

extension StoreReader {
  /// Each part is counted by itself, so that the identity of `Completeness` can be checked rather than assumed.
  ///
  /// A document waits while it is in the journal, also when an older revision of it is served, and while one of its passages
  /// has no vector.
  package func documentCounts(in space: SpaceID?) throws -> DocumentCounts {
    let skipped = try skippedCounts()
    let failed = try count("SELECT count(*) FROM journal WHERE failure IS NOT NULL")
    let pending = try count("SELECT count(*) FROM journal WHERE failure IS NULL")
    let awaiting = try awaitingCounts(in: space)
    let fingerprint = space?.fingerprint.column
    let elsewhere = try Int.fetchOne(
      database,
      sql: """
        SELECT count(*) FROM documents d JOIN spaces s ON s.id = d.space
        WHERE d.is_served AND s.fingerprint <> ?1 AND ?1 IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.source = d.source AND j.path = d.path)
        """, arguments: [fingerprint])
    let indexed = try Int.fetchOne(
      database,
      sql: """
        SELECT count(*) FROM documents d JOIN spaces s ON s.id = d.space
        WHERE d.is_served AND (s.fingerprint = ?1 OR ?1 IS NULL)
          AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.source = d.source AND j.path = d.path)
        """, arguments: [fingerprint])
    let discovered = try count(
      """
      SELECT count(*) FROM (
        SELECT source, path FROM documents WHERE is_served
        UNION SELECT source, path FROM journal UNION SELECT source, path FROM skipped)
      """)
    return DocumentCounts(
      discovered: discovered + (skipped[.ignored] ?? 0),
      indexed: (indexed ?? 0) - awaiting.pending - awaiting.failed,
      pending: pending + (elsewhere ?? 0) + awaiting.pending, failed: failed + awaiting.failed, skipped: skipped)
  }

  /// Documents that are served and not in the journal, and have a passage that waits for its vector, or failed to get it.
  private func awaitingCounts(in space: SpaceID?) throws -> (pending: Int, failed: Int) {
    guard let space else { return (0, 0) }
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT count(*), coalesce(sum(has_failed), 0) FROM (
          SELECT max(a.failure IS NOT NULL) AS has_failed
          FROM awaited a JOIN chunks c ON c.address = a.address JOIN placements p ON p.chunk = c.id
          JOIN documents d ON d.id = p.document AND d.space = a.space
          WHERE d.is_served AND a.space = (SELECT id FROM spaces WHERE fingerprint = ?)
            AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.source = d.source AND j.path = d.path)
          GROUP BY d.id)
        """, arguments: [space.fingerprint.column])
    let (all, failed): (Int, Int) = (row?[0] ?? 0, row?[1] ?? 0)
    return (all - failed, failed)
  }

  package func contentCounts() throws -> ContentCounts {
    ContentCounts(
      documents: try count("SELECT count(*) FROM documents WHERE is_served"),
      placements: try count("SELECT count(*) FROM placements"),
      servedChunks: try count("SELECT count(DISTINCT chunk) FROM placements"),
      chunks: try count("SELECT count(*) FROM chunks"),
      vectors: try count("SELECT count(*) FROM vectors"))
  }

  private func skippedCounts() throws -> [SkipReason: Int] {
    var counts: [SkipReason: Int] = [:]
    for entry in try passedOver().values { counts[entry.reason, default: 0] += 1 }
    let ignored = try count("SELECT coalesce(sum(ignored), 0) FROM sources")
    if ignored > 0 { counts[.ignored] = ignored }
    return counts
  }

  private func count(_ sql: String) throws -> Int {
    try Int.fetchOne(database, sql: sql) ?? 0
  }
}
