internal import GRDB

/// The write-ahead log. Only the holder of the writers' lock moves it into the database file.
extension Store {
  private var logFile: String { path + "/" + OpenFiles.names[1] }

  var logBytes: Int { FileState(at: logFile).map { Int($0.bytes) } ?? 0 }

  /// Moves the log into the database file, up to the first page that a reader still needs.
  package func checkpoint() throws {
    try holdingWriter { database, lock in
      _ = try moving(lock) { try database.checkpoint(.passive) }
    }
  }

  /// Runs after a commit. It waits for no reader: pages that a reader still needs are moved after a later commit.
  func moveLogIfDue(_ database: Database, _ lock: borrowing WriterLock) throws {
    guard logPolicy.isDue(usedBytes: log.usedBytes, fileBytes: logBytes) else { return }
    try moving(lock) {
      let (all, moved) = try database.checkpoint(.passive)
      if logPolicy.isCut(isMovedWhole: all == moved, fileBytes: logBytes) { try cutLog(database) }
    }
  }

  /// Truncates the log, unless a process reads it at this moment.
  private func cutLog(_ database: Database) throws {
    try database.execute(sql: "PRAGMA busy_timeout = 0")
    // This fails only on a broken connection, which never waits again.
    defer { try? database.execute(sql: "PRAGMA busy_timeout = \(StoreConnections.busyMilliseconds)") }
    do {
      _ = try database.checkpoint(.truncate)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
      // The next commit tries again.
    }
  }
}
