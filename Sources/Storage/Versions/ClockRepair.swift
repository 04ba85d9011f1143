package import FreshetCorpus
internal import GRDB

/// Implausible stamps, which are negative, not integers, or too far ahead of the present: in versions, in fields, in
/// this store's clock, and in its records of other stores.
package struct StrayStamps: Hashable, Sendable {
  /// The store's clock is too far ahead, or holds no valid stamp.
  package let isClockStray: Bool
  package let versions: Int
  package let fields: Int
  package let peers: Int
  /// The documents with such versions or fields, in order.
  package let documents: [DocumentID]

  package var isEmpty: Bool { !isClockStray && versions == 0 && fields == 0 && peers == 0 }
}

extension StoreReader {
  /// Counts the implausible stamps in the store.
  ///
  /// - Complexity: O(*v* + *f*) for *v* kept versions and *f* fields.
  package func strayStamps(at now: Timestamp) throws -> StrayStamps {
    let limit = HybridClock.latestPlausible(at: now).ticks
    func count(_ table: String, _ column: String) throws -> Int {
      try Int.fetchOne(
        database, sql: "SELECT count(*) FROM \(table) WHERE \(StrayStamp.test(column))", arguments: [limit]) ?? 0
    }
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT d.source, d.path FROM documents d
        WHERE EXISTS (SELECT 1 FROM versions v WHERE v.document = d.id AND \(StrayStamp.test("v.stamp")))
          OR d.id IN (SELECT document FROM (\(StrayStamp.fields)))
        ORDER BY d.source, d.path
        """, arguments: [limit])
    return StrayStamps(
      isClockStray: try count("meta", "clock") > 0, versions: try count("versions", "stamp"),
      fields: try Int.fetchOne(
        database, sql: "SELECT count(*) FROM (\(StrayStamp.fields))", arguments: [limit]) ?? 0,
      peers: try count("peers", "clock"),
      documents: try Array(rows.map { try DocumentID(source: $0[0], path: $0[1]) }))
  }
}

extension StoreWriter {
  /// Sets the stamp of every write with an implausible stamp to 0. The real time of such a write is unknown, so every
  /// other write counts as later. All stores that run this repair agree. Then sets the clock back to the newest
  /// remaining stamp, or to `now`.
  package func repairClock(at now: Timestamp) throws {
    let limit = HybridClock.latestPlausible(at: now).ticks
    let fields = try Row.fetchAll(database, sql: StrayStamp.fields, arguments: [limit])
    for row in fields {
      try database.execute(
        sql: "UPDATE documents SET attributes = json_set(attributes, ?, 0) WHERE id = ?",
        arguments: [(row[1] as String) + ".stamp", row[0] as Int64])
    }
    try database.execute(
      sql: "UPDATE versions SET stamp = 0 WHERE \(StrayStamp.test("stamp"))", arguments: [limit])
    try database.execute(
      sql: "UPDATE peers SET clock = ?2 WHERE \(StrayStamp.test("clock"))", arguments: [limit, limit])
    let newest = try Int64.fetchOne(database, sql: "SELECT max(stamp) FROM versions") ?? 0
    var clock = HybridClock(last: HybridTime(clamping: newest))
    try database.execute(
      sql: "UPDATE meta SET clock = ?2 WHERE \(StrayStamp.test("clock"))",
      arguments: [limit, clock.tick(at: now).ticks])
  }
}

/// An SQL condition for implausible stamps. The first argument is the latest plausible stamp.
private enum StrayStamp {
  static func test(_ column: String) -> String { "NOT (typeof(\(column)) = 'integer' AND \(column) BETWEEN 0 AND ?1)" }

  /// A query of fields with implausible stamps: the document's row id, and the field's path in `attributes`.
  static let fields = """
    SELECT a.id AS document, f.fullkey AS place FROM documents a,
      json_each(CASE WHEN json_valid(a.attributes) THEN a.attributes ELSE '{}' END, '$.fields') f
    WHERE a.attributes <> '{}' AND \(test("json_extract(f.value, '$.stamp')"))
    """
}
