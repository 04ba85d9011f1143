package import FreshetCorpus
internal import GRDB

/// The row of a version or of a removed document that a garbage collection may delete.
package struct ExpiredRow: Hashable, Sendable {
  let row: Int64
  /// The approximate size of the row in bytes.
  package let bytes: Int
}

/// A row of the embedding queue.
package struct QueuedPassage: Hashable, Sendable {
  let address: ContentAddress
  let space: Int64
}

/// Finds what a garbage collection may delete, without the writers' lock. The collection checks each row again in the
/// commit that deletes it, with the same conditions. In all of them `?1` is the time up to which rows are old.
extension StoreReader {
  static let isUnplaced = """
    coalesce(expires_at, 0) <= ?1 AND NOT EXISTS (
      SELECT 1 FROM chunks c JOIN placements p ON p.chunk = c.id WHERE c.address = awaited.address)
    """

  static let isOldVersion =
    "NOT is_current AND superseded_at <= ?1 AND (served_from IS NULL OR served_until IS NOT NULL)"

  static let oldDocuments = """
    SELECT d.id, d.version, d.attributes, d.dots FROM documents d
    WHERE NOT d.is_served
      AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.source = d.source AND j.path = d.path)
      AND NOT EXISTS (
        SELECT 1 FROM versions v WHERE v.document = d.id
          AND (NOT v.is_current OR v.revision IS NOT NULL OR (v.stamp >> 16) * 1000000 > ?1))
    """

  /// The queued passages that no document contains and that no process is embedding at the time `now`.
  package func unplacedQueue(at now: Timestamp) throws -> [QueuedPassage] {
    let rows = try Row.fetchCursor(
      database, sql: "SELECT address, space FROM awaited WHERE \(Self.isUnplaced)", arguments: [now.nanoseconds])
    return try Array(rows.map { try QueuedPassage(address: ContentAddress($0.fingerprint(0)), space: $0[1]) })
  }

  /// The superseded versions that `retention` doesn't keep, oldest first.
  package func expiredVersions(_ retention: Retention) throws -> [ExpiredRow] {
    let rows = try Row.fetchCursor(
      database,
      sql: "SELECT id, coalesce(length(manifest), 0) FROM versions WHERE \(Self.isOldVersion) ORDER BY superseded_at",
      arguments: [retention.history.nanoseconds])
    return try Array(rows.map { try ExpiredRow(row: $0[0], bytes: $0.count(1)) })
  }

  /// The removed documents that `retention` doesn't keep and all of whose writes this store has received.
  package func expiredDocuments(_ retention: Retention) throws -> [ExpiredRow] {
    let seen = try seen()
    let rows = try Row.fetchAll(database, sql: Self.oldDocuments, arguments: [retention.history.nanoseconds])
    return try rows.filter { try isCovered($0, by: seen) }.map { try ExpiredRow(row: $0[0], bytes: 0) }
  }

  /// Whether a removed document has no attributes left, and this store has received all writes in the document's causal
  /// context.
  func isCovered(_ row: Row, by seen: VersionVector) throws -> Bool {
    let attributes = try AttributesColumn.value(row[2])
    guard attributes.values.isEmpty, attributes.tags.isEmpty else { return false }
    let context = try ContextColumns.value(row[1], row[3])
    switch context.vector.order(relativeTo: seen) {
    case .same, .before: return context.dots.allSatisfy(seen.covers)
    case .after, .concurrent: return false
    }
  }
}
