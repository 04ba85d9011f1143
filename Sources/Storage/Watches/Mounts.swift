internal import FreshetCorpus
internal import GRDB

/// Reads the mounts of documents. Many documents share few rows, so it reads each row once.
final class KnownMounts {
  private let reader: StoreReader
  private var known: [Int64: DocumentMounts] = [:]

  init(_ reader: StoreReader) {
    self.reader = reader
  }

  /// The mounts in the row with id `row`; nil if there is none.
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
  /// Nil for malformed text: the mounts count as unknown.
  init?(column place: String) {
    guard let mounts = try? JSONColumn.value(DocumentMounts.self, place) else { return nil }
    self = mounts
  }
}

extension StoreWriter {
  /// The row id of these mounts, inserting a row if there is none. Nil if the mounts are unknown.
  func row(of mounts: DocumentMounts?) throws -> Int64? {
    guard let mounts else { return nil }
    let place = try JSONColumn.text(mounts)
    let known = try database.cachedStatement(sql: "SELECT id FROM mounts WHERE place = ?")
    if let row = try Int64.fetchOne(known, arguments: [place]) { return row }
    try database.execute(sql: "INSERT INTO mounts (place) VALUES (?)", arguments: [place])
    return database.lastInsertedRowID
  }

  /// Deletes the mounts that no document refers to.
  func forgetUnusedMounts() throws {
    try database.execute(
      sql: "DELETE FROM mounts WHERE id NOT IN (SELECT mounts FROM documents WHERE mounts IS NOT NULL)")
  }
}
