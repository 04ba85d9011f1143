package import Corpus
internal import GRDB

/// What only an audit asks.
extension StoreReader {
  /// In which of its numbers the accounting contradicts itself, in sentences; empty when it balances.
  package func imbalances(in space: SpaceID?) throws -> [String] {
    let counts = try documentCounts(in: space)
    let skipped = counts.skipped.values.reduce(0, +)
    let sum = counts.indexed + counts.pending + counts.failed + skipped
    if counts.discovered == sum { return [] }
    return [
      """
      \(counts.discovered) documents are known, but \(counts.indexed) are indexed, \(counts.pending) pending, \
      \(counts.failed) failed and \(skipped) skipped: \(sum)
      """
    ]
  }

  /// Served documents with passages that wait for vectors in their space: how many, and since when.
  package func awaitedPassages() throws -> [DocumentID: (count: Int, since: Timestamp)] {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT d.source, d.path, count(DISTINCT a.address), min(a.queued_at)
        FROM awaited a JOIN chunks c ON c.address = a.address
        JOIN placements p ON p.chunk = c.id JOIN documents d ON d.id = p.document AND d.space = a.space
        WHERE d.is_served GROUP BY d.id
        """)
    var awaited: [DocumentID: (count: Int, since: Timestamp)] = [:]
    while let row = try rows.next() {
      awaited[DocumentID(source: row[0], path: row[1])] = (row[2], Timestamp(nanoseconds: row[3]))
    }
    return awaited
  }
}
