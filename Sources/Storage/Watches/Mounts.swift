internal import FreshetCorpus
internal import GRDB

/// Reads the mounted file systems that documents lie on. Many documents share few rows of the table `mounts`, so this
/// class reads each row once.
final class KnownMounts {
  private let reader: StoreReader
  private var known: [Int64: DocumentMounts] = [:]

  init(_ reader: StoreReader) {
    self.reader = reader
  }

  /// The mounts in the row with id `row`; nil if there is no such row, or if `row` is nil.
  func mounts(_ row: Int64?) throws -> DocumentMounts? {
    guard let row else { return nil }
    if let mounts = known[row] { return mounts }
    let statement = try reader.database.cachedStatement(sql: "SELECT place FROM mounts WHERE id = ?")
    guard let place = try String.fetchOne(statement, arguments: [row]) else { return nil }
    let mounts = DocumentMounts(column: place)
    known[row] = mounts
    return mounts
  }
}

extension DocumentMounts {
  /// Parses the JSON column `place`; nil if it is malformed, and then the mounts count as unknown.
  init?(column place: String) {
    guard let mounts = try? JSONColumn.value(DocumentMounts.self, place) else { return nil }
    self = mounts
  }
}

extension StoreWriter {
  /// The row id of these mounts. Inserts a row if the table has none for them. Nil if `mounts` is nil (unknown).
  func row(of mounts: DocumentMounts?) throws -> Int64? {
    guard let mounts else { return nil }
    let place = try JSONColumn.text(mounts)
    let known = try database.cachedStatement(sql: "SELECT id FROM mounts WHERE place = ?")
    if let row = try Int64.fetchOne(known, arguments: [place]) { return row }
    try database.execute(sql: "INSERT INTO mounts (place) VALUES (?)", arguments: [place])
    return database.lastInsertedRowID
  }

  /// Deletes the rows of the table `mounts` that no document refers to.
  package func forgetUnusedMounts() throws {
    try database.execute(
      sql: "DELETE FROM mounts WHERE NOT EXISTS (SELECT 1 FROM documents d WHERE d.mounts = mounts.id)")
  }
}
