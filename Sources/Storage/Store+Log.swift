internal import GRDB

/// The write-ahead log: moved into the database file by the holder of the writers' lock, and by nobody else.
extension Store {
  private var logFile: String { path + "/" + OpenFiles.names[1] }

  var logBytes: Int { FileState(at: logFile).map { Int($0.bytes) } ?? 0 }

  /// Moves the log into the database file, as far as no reader stands in the way.
  package func checkpoint() throws {
    try holdingWriter { database, lock in
      _ = try moving(lock) { try database.checkpoint(.passive) }
    }
  }

  /// After a commit. It waits for no reader: what one keeps in place is moved after a later commit.
  func moveLogIfDue(_ database: Database, _ lock: borrowing WriterLock) throws {
    guard logPolicy.isDue(usedBytes: log.usedBytes, fileBytes: logBytes) else { return }
    try moving(lock) {
      let (all, moved) = try database.checkpoint(.passive)
      if logPolicy.isCut(isMovedWhole: all == moved, fileBytes: logBytes) { try cutLog(database) }
    }
  }

  /// Gives the log's room back, unless somebody reads it at this moment.
  private func cutLog(_ database: Database) throws {
    try database.execute(sql: "PRAGMA busy_timeout = 0")
    // Fails on a broken connection only, which waits for nothing more.
    defer { try? database.execute(sql: "PRAGMA busy_timeout = \(StoreConnections.busyMilliseconds)") }
    do {
      _ = try database.checkpoint(.truncate)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
      // The next commit tries again.
    }
  }
}
