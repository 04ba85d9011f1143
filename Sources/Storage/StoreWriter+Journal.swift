package import Corpus
internal import GRDB

/// Observations: what the source was seen to have, before it is indexed.
extension StoreWriter {
  /// Marks documents as changed, before anything is read of them. One that waits already keeps its first time.
  package func observe(_ documents: [DocumentID], at now: Timestamp) throws {
    let insert = try database.cachedStatement(
      sql: """
        INSERT INTO journal (source, path, observed_at) VALUES (?, ?, ?)
        ON CONFLICT DO NOTHING
        """)
    let unskip = try database.cachedStatement(
      sql: "DELETE FROM skipped WHERE source = ? AND path = ?")
    for id in documents {
      try insert.execute(arguments: [id.source, id.path, now.nanoseconds])
      try unskip.execute(arguments: [id.source, id.path])
    }
  }

  /// Notes that indexing a document failed; it stays in the journal, with its older revision served.
  package func fail(_ id: DocumentID, why: String, at now: Timestamp) throws {
    try database.execute(
      sql: """
        INSERT INTO journal (source, path, observed_at, attempts, failure) VALUES (?, ?, ?, 1, ?)
        ON CONFLICT DO UPDATE SET attempts = attempts + 1, failure = excluded.failure
        """, arguments: [id.source, id.path, now.nanoseconds, why])
    try database.execute(
      sql: "DELETE FROM skipped WHERE source = ? AND path = ?", arguments: [id.source, id.path])
  }

  /// Notes that the source was looked at and holds the indexed revision: its stamp is evidence from now on.
  package func confirm(_ id: DocumentID, stamped: StampedRevision) throws {
    let stamp = stamped.stamp
    let update = try database.cachedStatement(
      sql: """
        UPDATE documents SET method = 'contentHash', verified_at = ?, device = ?, inode = ?,
          modified = ?, changed = ?, looked_at = ?
        WHERE source = ? AND path = ?
        """)
    try update.execute(
      arguments: [
        stamped.lookedAt.nanoseconds, Int64(bitPattern: stamp.device),
        Int64(bitPattern: stamp.inode), stamp.modified.nanoseconds,
        stamp.statusChanged.nanoseconds, stamped.lookedAt.nanoseconds, id.source, id.path,
      ])
    try withdraw(id)
  }

  /// Takes a document out of the journal: what was observed turned out to need nothing.
  package func withdraw(_ id: DocumentID) throws {
    let delete = try database.cachedStatement(
      sql: "DELETE FROM journal WHERE source = ? AND path = ?")
    try delete.execute(arguments: [id.source, id.path])
  }

  /// Passes over an entry that isn't served, and says why.
  package func passOver(_ id: DocumentID, _ entry: PassedOverEntry) throws {
    try withdraw(id)
    let stamp = entry.stamped?.stamp
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO skipped (source, path, reason, revision, bytes,
          device, inode, modified, changed, looked_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        id.source, id.path, entry.reason.rawValue, entry.stamped?.revision.fingerprint.column,
        stamp?.sizeInBytes, stamp.map { Int64(bitPattern: $0.device) },
        stamp.map { Int64(bitPattern: $0.inode) }, stamp?.modified.nanoseconds,
        stamp?.statusChanged.nanoseconds, entry.stamped?.lookedAt.nanoseconds,
      ])
  }

  /// Forgets an entry that is not served: it waited, or was passed over, and is gone.
  package func forget(_ id: DocumentID) throws {
    for table in ["journal", "skipped"] {
      try database.execute(
        sql: "DELETE FROM \(table) WHERE source = ? AND path = ?", arguments: [id.source, id.path])
    }
  }

  /// Notes that a whole source was looked at, up to `now`; what was verified by its stamps was verified then.
  package func finishScan(of source: String, ignoredCount: Int, at now: Timestamp) throws {
    try database.execute(
      sql: "UPDATE sources SET scanned_at = ?, ignored = ? WHERE name = ?",
      arguments: [now.nanoseconds, ignoredCount, source])
  }
}
