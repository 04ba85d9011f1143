package import FreshetCorpus
internal import GRDB

/// The numbers of implausible stamps (hybrid logical times) in a store: stamps that are negative, not integers, or too
/// far in the future. They occur in versions, in attribute fields, in the store's clock, and in its records of other
/// stores.
package struct StrayStamps: Hashable, Sendable {
  /// Whether the store's clock is too far in the future or contains no valid stamp.
  package let isClockStray: Bool
  package let versions: Int
  package let fields: Int
  package let peers: Int
  /// The documents with versions or fields that have implausible stamps, in order.
  package let documents: [DocumentID]

  package var isEmpty: Bool { !isClockStray && versions == 0 && fields == 0 && peers == 0 }
}

extension StoreReader {
  /// Counts the implausible stamps (hybrid logical times) in the store.
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
  /// Sets implausible stamps (hybrid logical times) of versions and fields to 0. The real time of such a write is
  /// unknown, so every other write counts as later. All stores that run this repair get the same result. Also limits
  /// the recorded clocks of other stores, and sets the store's own clock back to the newest remaining stamp, or to
  /// `now` if that is later.
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

/// SQL conditions for implausible stamps. The first argument of each query is the latest plausible stamp.
private enum StrayStamp {
  static func test(_ column: String) -> String { "NOT (typeof(\(column)) = 'integer' AND \(column) BETWEEN 0 AND ?1)" }

  /// An SQL query for attribute fields with implausible stamps. Its columns are the document's row id and the field's
  /// JSON path in `attributes`.
  static let fields = """
    SELECT a.id AS document, f.fullkey AS place FROM documents a,
      json_each(CASE WHEN json_valid(a.attributes) THEN a.attributes ELSE '{}' END, '$.fields') f
    WHERE a.attributes <> '{}' AND \(test("json_extract(f.value, '$.stamp')"))
    """
}
