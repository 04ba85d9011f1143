internal import GRDB

/// Work on the database file as a whole: each of these holds the writers' lock for as long as it takes to write it anew.
extension Store {
  /// Returns what `body` would do: runs it, and rolls it back.
  package func rehearse<Value>(_ body: (StoreWriter) throws -> Value) throws -> Value {
    try holdingWriter { database, _ in
      var value: Value?
      try database.inTransaction(.immediate) {
        value = try body(StoreWriter(database: database, path: path))
        return .rollback
      }
      guard let value else { preconditionFailure("a transaction ended without a value") }
      return value
    }
  }

  /// Gives free pages back to the file system.
  ///
  /// - Throws: `StorageError.logInUse` when readers keep the log from being emptied for 10 s: the database is compact then, its
  ///   log isn't.
  package func compact() throws {
    try holdingWriter { database, lock in
      try database.execute(sql: "VACUUM")
      try moving(lock) { try emptyLog(database) }
    }
  }

  /// Leaves no byte of what was deleted: not in the lexical index, whose segments keep deleted words until they are merged,
  /// nor in free pages or free parts of pages, nor in the log.
  ///
  /// It does the same whatever was done before, so who was interrupted begins again.
  /// - Throws: as `compact`.
  package func scrub() throws {
    try holdingWriter { database, lock in
      try database.execute(sql: "PRAGMA secure_delete = ON")
      try Self.transaction(database) {
        try database.execute(sql: "INSERT INTO lexical (lexical) VALUES ('rebuild')")
      }
      try database.execute(sql: "VACUUM")
      try moving(lock) { try emptyLog(database) }
    }
  }

  private static let readersPatience = Duration.seconds(10)

  /// SQLite itself waits for readers, up to its own time-out, each time that it is asked.
  private func emptyLog(_ database: Database) throws {
    let deadline = ContinuousClock.now + Self.readersPatience
    while true {
      do {
        _ = try database.checkpoint(.truncate)
        return
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
        if ContinuousClock.now >= deadline { throw StorageError.logInUse(path: path) }
      }
    }
  }
}

extension Store {
  /// - Throws: `StorageError.damaged` when the lexical index holds other words than the passages.
  func checkLexicalIndex() throws {
    try holdingWriter { database, _ in
      try database.execute(sql: "INSERT INTO lexical (lexical, rank) VALUES ('integrity-check', 1)")
    }
  }
}
