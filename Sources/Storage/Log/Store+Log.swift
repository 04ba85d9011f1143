internal import GRDB

/// Operations on SQLite's write-ahead log. Only the holder of the writers' lock moves the log into the database file.
extension Store {
  private var logFile: String { path + "/" + OpenFiles.names[1] }

  var logBytes: Int { FileState(at: logFile).map { Int($0.bytes) } ?? 0 }

  /// Moves the write-ahead log into the database file, up to the first page that a reading process still needs.
  package func checkpoint() throws {
    try holdingWriter { database, lock in
      _ = try moving(lock) { try database.checkpoint(.passive) }
    }
  }

  /// Whether at least `bytes` of the write-ahead log were in use after this process's last commit.
  package func logIsUsed(from bytes: Int) -> Bool { log.usedBytes >= bytes }

  /// Moves the write-ahead log into the database file after a commit, if `logPolicy` says so. Doesn't wait for readers:
  /// a later commit moves the pages that a reader still needs.
  func moveLogIfDue(_ database: Database, _ lock: borrowing WriterLock) throws {
    guard logPolicy.isDue(usedBytes: log.usedBytes, fileBytes: logBytes) else { return }
    try moving(lock) {
      let (all, moved) = try database.checkpoint(.passive)
      if logPolicy.isCut(isMovedWhole: all == moved, fileBytes: logBytes) { try cutLog(database) }
    }
  }

  /// Truncates the write-ahead log's file, unless a process is reading the log.
  private func cutLog(_ database: Database) throws {
    try database.execute(sql: "PRAGMA busy_timeout = 0")
    // The statement fails only on a broken connection, which never waits again.
    defer { try? database.execute(sql: "PRAGMA busy_timeout = \(StoreConnections.busyMilliseconds)") }
    do {
      _ = try database.checkpoint(.truncate)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
      // The next commit tries again.
    }
  }
}
