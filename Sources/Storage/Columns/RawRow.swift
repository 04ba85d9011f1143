internal import GRDB
internal import GRDBSQLite

/// A result row in SQLite's own memory, valid until the query's next row. Use it for the few queries over all documents
/// or passages, where converting each column to a Swift value would cost more than the query itself.
struct RawRow {
  fileprivate let statement: OpaquePointer

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

  func isInteger(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_INTEGER }

  /// The value in `column` as SQLite converts it to an integer: 0 for NULL, and for a text that doesn't begin with a
  /// number.
  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

  func count(_ column: Int32) throws -> Int {
    Int(try StoredNumber.check(integer(column), in: StoredNumber.counts))
  }

  func range(from start: Int32, to end: Int32) throws -> Range<Int> {
    try StoredNumber.range(from: count(start), to: count(end))
  }

  /// The bytes of the text (as UTF-8) or blob in `column`; empty for NULL.
  func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
    // Request the blob first: `sqlite3_column_bytes` returns the length of the representation that was requested last.
    let start = sqlite3_column_blob(statement, column)
    return UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(statement, column)))
  }
}

extension Database {
  /// Calls `body` with each row of the result of the query `sql`.
  ///
  /// - Throws: errors of `body`; `DatabaseError` if the query fails.
  func eachRawRow(
    _ sql: String, _ arguments: StatementArguments = [], _ body: (RawRow) throws -> Void
  ) throws {
    let statement = try cachedStatement(sql: sql)
    try statement.setArguments(arguments)
    let row = RawRow(statement: statement.sqliteStatement)
    defer { sqlite3_reset(row.statement) }
    while true {
      switch sqlite3_step(row.statement) {
      case SQLITE_ROW: try body(row)
      case SQLITE_DONE: return
      case let code:
        throw DatabaseError(resultCode: ResultCode(rawValue: code), message: lastErrorMessage, sql: sql)
      }
    }
  }
}
