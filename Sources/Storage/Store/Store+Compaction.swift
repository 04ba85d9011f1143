internal import GRDB

/// Operations on the whole database file. Each operation holds the writers' lock until it ends.
extension Store {
  /// Runs `body` in a transaction, rolls back all changes that `body` made, and returns the result of `body`.
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

  /// Shrinks the database file: merges the segments of the lexical index, which keep deleted words until then, removes
  /// free pages (`VACUUM`), and empties the write-ahead log.
  ///
  /// - Throws: `StorageError.logInUse` if readers keep SQLite from emptying the log for 10 s. The database file is
  ///   compact then, but the log isn't.
  package func compact() throws {
    try holdingWriter { database, lock in
      try Self.transaction(database) {
        try database.execute(sql: "INSERT INTO lexical (lexical) VALUES ('optimize')")
      }
      try database.execute(sql: "VACUUM")
      try moving(lock) { try emptyLog(database) }
    }
  }

  /// Overwrites or removes every byte of deleted content in the store's files: in the lexical index, which keeps
  /// deleted words until SQLite merges its segments; in free pages and unused parts of pages; and in the write-ahead
  /// log.
  ///
  /// The caller can simply repeat an interrupted call.
  /// - Throws: `StorageError.logInUse` if readers keep SQLite from emptying the log for 10 s.
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

  /// Moves the whole write-ahead log into the database file and truncates the log. Retries for 10 s while readers use
  /// the log. In each attempt SQLite also waits for readers, up to its busy timeout.
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
  /// Runs SQLite's integrity check of the lexical index.
  ///
  /// - Throws: `StorageError.damaged` if the words in the lexical index differ from the words of the passages.
  func checkLexicalIndex() throws {
    try holdingWriter { database, _ in
      try database.execute(sql: "INSERT INTO lexical (lexical, rank) VALUES ('integrity-check', 1)")
    }
  }
}
