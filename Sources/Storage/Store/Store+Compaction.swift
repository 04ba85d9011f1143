internal import GRDB

/// Operations on the whole database file. Each holds the writers' lock until it has ended.
extension Store {
  /// Runs `body`, rolls its changes back, and returns its result.
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

  /// Returns free pages to the file system.
  ///
  /// - Throws: `StorageError.logInUse` if readers keep the log from being emptied for 10 s. The database is compact
  ///   then, but its log isn't.
  package func compact() throws {
    try holdingWriter { database, lock in
      try database.execute(sql: "VACUUM")
      try moving(lock) { try emptyLog(database) }
    }
  }

  /// Removes every byte of deleted content from the store's files: from the lexical index, whose segments keep deleted
  /// words until SQLite merges them, from free pages and free parts of pages, and from the log.
  ///
  /// Doesn't depend on earlier calls, so an interrupted call can simply be repeated.
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

  /// Retries until the deadline. At each attempt SQLite itself also waits for readers, up to its own timeout.
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
  /// - Throws: `StorageError.damaged` if the words in the lexical index differ from the words of the passages.
  func checkLexicalIndex() throws {
    try holdingWriter { database, _ in
      try database.execute(sql: "INSERT INTO lexical (lexical, rank) VALUES ('integrity-check', 1)")
    }
  }
}
