internal import GRDB

/// Prepares a store at opening: its tables, its format, and its replica name.
extension Store {
  /// Makes the tables in an empty database, and moves the log at once, so that the file's header identifies it as a
  /// store.
  func prepare() throws {
    let file = StoreFile(at: path)
    guard let file else { throw StorageError.replaced(path: path) }
    if try reading({ try Self.format($0) == Schema.format && StoreFile(known: $0) == file }) { return }
    try holdingWriter { database, lock in
      try Self.transaction(database) {
        guard try Self.format(database) == 0 else { return }
        try Schema.create(database, store: Self.randomName(), replica: Self.randomName())
      }
      guard try Self.format(database) <= Schema.format else { return try refuseOtherFormat(database) }
      try Schema.migrate(database)
      try Self.transaction(database) {
        let writer = StoreWriter(database: database, path: path)
        if let known = try StoreFile(known: database), file.isCopy(of: known) { try writer.becomeAnotherReplica() }
        try file.keep(in: database)
      }
      _ = try moving(lock) { try database.checkpoint(.passive) }
    }
  }

  /// A process that only reads migrates nothing.
  func refuseOlder() throws {
    let format = try reading { database in
      try refuseOtherFormat(database)
      return try Self.format(database)
    }
    guard format == Schema.format || format == 0 else {
      throw StorageError.formatTooOld(path: path, format: Int(format), supported: Int(Schema.format))
    }
  }

  /// Another process may have migrated the store to a newer format since it was opened.
  func refuseOtherFormat(_ database: Database) throws {
    let format = try Int32.fetchOne(try database.cachedStatement(sql: "PRAGMA user_version")) ?? 0
    guard format <= Schema.format else {
      throw StorageError.formatTooNew(path: path, format: Int(format), supported: Int(Schema.format))
    }
  }

  private static func format(_ database: Database) throws -> Int32 {
    try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0
  }
}
