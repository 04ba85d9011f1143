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

/// Identifies the file of a store's database by properties that a copy doesn't inherit.
///
/// A copy or a restored backup is another file. Its original may have written since, so the copy must not reuse the
/// original's names for its writes. The file system reuses an inode after a deletion, so the birth time is part of the
/// identity.
struct StoreFile: Hashable {
  let inode: Int64
  /// Birth time in ns; nil if the file system records none.
  let born: Int64?

  /// Nil if there is no file.
  init?(at folder: String) {
    let path = folder + "/" + Store.fileName
    guard let identity = FileIdentity(at: path) else { return nil }
    inode = Int64(bitPattern: identity.inode)
    born = FileIdentity.birth(at: path)
  }

  /// The identity recorded in the store; nil if none is recorded yet.
  init?(known database: Database) throws {
    let row = try Row.fetchOne(database, sql: "SELECT file, file_born FROM meta WHERE file IS NOT NULL")
    guard let row else { return nil }
    inode = try row[0]
    born = try row[1]
  }

  /// A store that was migrated from format 4 records no birth time.
  func isCopy(of known: StoreFile) -> Bool {
    if inode != known.inode { return true }
    guard let born, let other = known.born else { return false }
    return born != other
  }

  func keep(in database: Database) throws {
    try database.execute(sql: "UPDATE meta SET file = ?, file_born = ?", arguments: [inode, born])
  }
}
