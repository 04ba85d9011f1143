package import FreshetCorpus
internal import GRDB

extension StoreReader {
  /// Counts the documents by state, for searches in `space`; nil counts the documents of all known spaces. Queries most
  /// of the numbers separately, so that a caller can check whether they add up, as `Completeness` requires.
  ///
  /// A document is pending while the journal has a row for it (a possible change), even if the index serves an older
  /// revision. It is also pending while one of its passages awaits a vector.
  package func documentCounts(in space: SpaceID?) throws -> DocumentCounts {
    let (skipped, unread) = try skippedCounts()
    let (failed, pending) = try journalCounts()
    let awaiting = try awaitingCounts(in: space)
    let served = try servedCounts(in: space)
    let queued = try queuedCounts(in: space)
    return DocumentCounts(
      discovered: served.all + (try discoveredCountBesidesServed()) + (skipped[.ignored] ?? 0),
      indexed: served.here - queued.here - awaiting.pending - awaiting.failed,
      pending: pending + served.elsewhere - queued.elsewhere + awaiting.pending, failed: failed + awaiting.failed,
      skipped: skipped, unread: unread)
  }

  private func journalCounts() throws -> (failed: Int, pending: Int) {
    let row = try Row.fetchOne(database, sql: "SELECT count(failure), count(*) FROM journal")
    let (failed, all): (Int, Int) = try (row?[0] ?? 0, row?[1] ?? 0)
    return (failed, all - failed)
  }

  /// Counts the served documents: `all` of them; `here`, those indexed in `space` (in any known space if it is nil);
  /// and `elsewhere`, those indexed in another known space.
  private func servedCounts(in space: SpaceID?) throws -> (all: Int, here: Int, elsewhere: Int) {
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT count(*), count(CASE WHEN s.fingerprint = ?1 OR ?1 IS NULL THEN s.id END), count(s.id)
        FROM documents d LEFT JOIN spaces s ON s.id = d.space WHERE d.is_served
        """, arguments: [space?.fingerprint.column])
    let (all, here, known): (Int, Int, Int) = try (row?[0] ?? 0, row?[1] ?? 0, row?[2] ?? 0)
    return (all, here, known - here)
  }

  /// Counts the served documents in the journal (those with a possible change): `here`, those indexed in `space`, and
  /// `elsewhere`, those of other spaces. The caller counts them as pending or failed.
  private func queuedCounts(in space: SpaceID?) throws -> (here: Int, elsewhere: Int) {
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT count(CASE WHEN s.fingerprint = ?1 OR ?1 IS NULL THEN 1 END), count(*)
        FROM journal j CROSS JOIN documents d ON d.source = j.source AND d.path = j.path JOIN spaces s ON s.id = d.space
        WHERE d.is_served
        """, arguments: [space?.fingerprint.column])
    let (here, all): (Int, Int) = try (row?[0] ?? 0, row?[1] ?? 0)
    return (here, all - here)
  }

  /// Counts the documents that aren't served and that the journal or the table of skipped entries lists. Counts each
  /// document once.
  private func discoveredCountBesidesServed() throws -> Int {
    try count(
      """
      SELECT count(*) FROM (SELECT source, path FROM journal UNION SELECT source, path FROM skipped) e
      WHERE NOT EXISTS (SELECT 1 FROM documents d WHERE d.source = e.source AND d.path = e.path AND d.is_served)
      """)
  }

  /// Counts the served documents that have a passage without a vector in `space`, and that the journal doesn't list.
  /// `failed` is the number of documents with a passage whose embedding failed; `pending` is the number of the others.
  /// Both are 0 if `space` is nil.
  private func awaitingCounts(in space: SpaceID?) throws -> (pending: Int, failed: Int) {
    guard let space else { return (0, 0) }
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT count(*), coalesce(sum(has_failed), 0) FROM (
          SELECT max(a.failure IS NOT NULL) AS has_failed
          FROM \(Self.documentsOfAwaited)
          WHERE d.is_served AND a.space = (SELECT id FROM spaces WHERE fingerprint = ?)
            AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.source = d.source AND j.path = d.path)
          GROUP BY d.id)
        """, arguments: [space.fingerprint.column])
    let (all, failed): (Int, Int) = try (row?[0] ?? 0, row?[1] ?? 0)
    return (all - failed, failed)
  }

  /// The opaque payload in the served documents.
  ///
  /// - Complexity: O(*n*) for *n* versions with opaque payload.
  package func opaqueCount() throws -> OpaqueCount {
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT count(DISTINCT document), total(opaque) FROM versions
        WHERE opaque > 0 AND served_from IS NOT NULL AND served_until IS NULL
        """)
    return OpaqueCount(
      documents: try row?[0] ?? 0, bytes: Int(clamping: Int64(exactly: try row?[1] as Double? ?? 0) ?? 0))
  }

  package func contentCounts() throws -> ContentCounts {
    ContentCounts(
      documents: try count("SELECT count(*) FROM documents WHERE is_served"),
      placements: try count("SELECT count(*) FROM placements"),
      servedPassages: try count("SELECT count(DISTINCT chunk) FROM placements"),
      passages: try count("SELECT count(*) FROM chunks"),
      vectors: try count("SELECT count(*) FROM vectors"))
  }

  /// Whether the store contains at least `least` vectors, in all spaces together.
  ///
  /// - Complexity: O(least).
  package func hasVectors(atLeast least: Int) throws -> Bool {
    let found = try Int.fetchOne(
      database, sql: "SELECT count(*) FROM (SELECT 1 FROM vectors LIMIT ?)", arguments: [least])
    return found == least
  }

  private func skippedCounts() throws -> ([SkipReason: Int], [UnreadText: Int]) {
    let rows = try Row.fetchCursor(database, sql: "SELECT reason, form, count(*) FROM skipped GROUP BY reason, form")
    var (counts, unread) = ([SkipReason: Int](), [UnreadText: Int]())
    while let row = try rows.next() {
      let (reason, number) = (try skipReason(try row[0]), try row[2] as Int)
      counts[reason, default: 0] += number
      if let form = UnreadText(rawValue: try row[1] ?? "") { unread[form, default: 0] += number }
    }
    let ignored = try count("SELECT coalesce(sum(ignored), 0) FROM sources")
    if ignored > 0 { counts[.ignored] = ignored }
    return (counts, unread)
  }

  private func count(_ sql: String) throws -> Int {
    try Int(StoredNumber.check(Int64.fetchOne(database, sql: sql) ?? 0, in: StoredNumber.counts))
  }
}
