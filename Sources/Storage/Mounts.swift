internal import Corpus
internal import GRDB

/// On which mounted file systems documents lie: few rows, that many documents name. Each is read once.
final class KnownMounts {
  private let reader: StoreReader
  private var known: [Int64: DocumentMounts] = [:]

  init(_ reader: StoreReader) {
    self.reader = reader
  }

  /// Nil for no row.
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
  /// Nil for a malformed text: nothing is known then.
  init?(column place: String) {
    guard let mounts = try? JSONColumn.value(DocumentMounts.self, place) else { return nil }
    self = mounts
  }
}

extension StoreWriter {
  /// The number of a row; it is made where there is none. Nil for no place.
  func row(of mounts: DocumentMounts?) throws -> Int64? {
    guard let mounts else { return nil }
    let place = try JSONColumn.text(mounts)
    let known = try database.cachedStatement(sql: "SELECT id FROM mounts WHERE place = ?")
    if let row = try Int64.fetchOne(known, arguments: [place]) { return row }
    try database.execute(sql: "INSERT INTO mounts (place) VALUES (?)", arguments: [place])
    return database.lastInsertedRowID
  }

  /// Forgets those that no document names any more.
  func forgetUnusedMounts() throws {
    try database.execute(
      sql: "DELETE FROM mounts WHERE id NOT IN (SELECT mounts FROM documents WHERE mounts IS NOT NULL)")
  }
}
