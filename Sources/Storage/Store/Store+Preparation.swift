internal import GRDB

/// Prepares a store when a process opens it for writing: creates tables, migrates formats, and gives a copied store a
/// new replica name.
extension Store {
  /// Creates the tables in an empty database and migrates an older store. Then moves the write-ahead log into the
  /// database file, so that the file's header identifies the file as a store.
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

  /// Checks that the store has the format of this version of Freshet. A process that only reads can't migrate a store.
  ///
  /// - Throws: `StorageError.formatTooOld` or `.formatTooNew` if the store has another format.
  func refuseOlder() throws {
    let format = try reading { database in
      try refuseOtherFormat(database)
      return try Self.format(database)
    }
    guard format == Schema.format || format == 0 else {
      throw StorageError.formatTooOld(path: path, format: Int(format), supported: Int(Schema.format))
    }
  }

  /// Checks that no other process has migrated the store to a newer format since this process opened it.
  ///
  /// - Throws: `StorageError.formatTooNew` if the format is newer than that of this version of Freshet.
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
