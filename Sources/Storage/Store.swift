internal import Corpus
internal import Foundation
internal import GRDB

/// The folder `.freshet`: one SQLite database in WAL mode, and the lock of its one writer.
///
/// Many readers at once, in this and other processes; each `read` sees one committed state. Writing takes a `WriterLease`.
/// Debian 12's SQLite 3.40.1 has a race between two connections that checkpoint while a third resets the log (fixed in
/// 3.51.3): so no connection checkpoints by itself but the last one to close, when no other is left; else only the lease's
/// holder does, between its own commits.
package final class Store: Sendable {
  package enum Access: Sendable {
    case reading, writing
  }

  package static let fileName = "store.sqlite"

  /// The store's folder.
  package let path: String
  private let pool: DatabasePool

  /// Opens the store in the folder `path`; with `.writing` a missing one is made.
  ///
  /// - Throws: `StorageError`; whatever is found there that isn't a store of this format is left as it was.
  package init(at path: String, for access: Access) throws {
    self.path = path
    let file = path + "/" + Self.fileName
    let exists = FileManager.default.fileExists(atPath: file)
    if !exists, access == .reading { throw StorageError.missing(path: path) }
    if exists { try Self.refuseForeign(file: file, path: path) }
    if !exists { try Self.makeFolder(path) }
    pool = try Self.translating(path) {
      try DatabasePool(path: file, configuration: Self.configuration(for: access))
    }
    if access == .writing { try prepare() }
  }

  package func read<Value>(_ body: (StoreReader) throws -> Value) throws -> Value {
    try Self.translating(path) {
      try pool.read { try body(StoreReader(database: $0, path: path)) }
    }
  }

  /// Takes the exclusive right to write.
  ///
  /// - Throws: `StorageError.locked` at once when another process has it.
  package func lease(holder: String) throws -> WriterLease {
    let lock = try WriterLock(store: path, holder: holder)
    let fence = try Self.translating(path) {
      try pool.write { database in
        try Int64.fetchOne(
          database, sql: "UPDATE meta SET fence = fence + 1 RETURNING fence")
      }
    }
    guard let fence else { throw StorageError.damaged(path: path, what: "the meta row is missing") }
    return WriterLease(lock: lock, fence: fence)
  }

  /// Commits everything that `body` does, or nothing.
  ///
  /// - Throws: `StorageError.leaseLost` when a newer lease exists; then nothing is written.
  package func write<Value>(
    under lease: WriterLease, _ body: (StoreWriter) throws -> Value
  ) throws -> Value {
    try Self.translating(path) {
      try pool.write { database in
        try checkFence(of: lease, database)
        return try body(StoreWriter(database: database, path: path))
      }
    }
  }

  /// Moves the log into the database file, as far as no reader stands in the way.
  package func checkpoint(under lease: WriterLease) throws {
    try Self.translating(path) {
      try pool.writeWithoutTransaction { database in
        try checkFence(of: lease, database)
        _ = try database.checkpoint(.passive)
      }
    }
  }
}

/// The right to write, and the fence number that proves it is still the newest. Given back when it is let go.
package final class WriterLease: Sendable {
  private let lock: WriterLock
  let fence: Int64

  init(lock: WriterLock, fence: Int64) {
    self.lock = lock
    self.fence = fence
  }
}

extension Store {
  /// Readers in one process run side by side; a writer waits up to 5 s for SQLite's own lock.
  private static func configuration(for access: Access) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = access == .reading
    configuration.busyMode = .timeout(5)
    configuration.label = "freshet"
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA wal_autocheckpoint = 0")
      try database.execute(sql: "PRAGMA synchronous = FULL")
    }
    return configuration
  }

  private static func makeFolder(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw StorageError.unreadable(path: path, why: error.localizedDescription)
    }
  }

  /// Looks at the file's header alone: a database of somebody else's isn't even opened.
  private static func refuseForeign(file: String, path: String) throws {
    guard let handle = FileHandle(forReadingAtPath: file) else {
      throw StorageError.unreadable(path: file, why: String(cString: strerror(errno)))
    }
    defer { try? handle.close() }  // read only: nothing can be lost
    let header = try [UInt8](handle.read(upToCount: 100) ?? Data())
    if header.isEmpty { return }
    guard header.count == 100, header.starts(with: Array("SQLite format 3\0".utf8)) else {
      throw StorageError.foreign(path: path, what: "\(fileName) is not an SQLite database")
    }
    func field(at offset: Int) -> Int32 {
      header[offset..<offset + 4].reduce(0) { $0 << 8 | Int32($1) }
    }
    let format = field(at: 60)
    let application = field(at: 68)
    if application == 0, format == 0 { return try refuseOtherTables(file: file, path: path) }
    guard application == Schema.applicationID else {
      throw StorageError.foreign(path: path, what: "its application id is \(application)")
    }
    guard format <= Schema.format else {
      throw StorageError.formatTooNew(path: path, format: Int(format), supported: Int(Schema.format))
    }
  }

  /// A header without marks: an empty database, one whose tables are still in the log, or somebody else's.
  private static func refuseOtherTables(file: String, path: String) throws {
    var configuration = Configuration()
    configuration.readonly = true
    try translating(path) {
      try DatabaseQueue(path: file, configuration: configuration).read { database in
        let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        let application = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        guard tables == 0 || application == Schema.applicationID else {
          throw StorageError.foreign(path: path, what: "\(fileName) has tables of its own")
        }
      }
    }
  }

  /// Makes the tables in an empty database, and moves them into the file at once, so that its header shows whose it is.
  private func prepare() throws {
    try Self.translating(path) {
      let isNew = try pool.write { database in
        guard try Int32.fetchOne(database, sql: "PRAGMA user_version") == 0 else { return false }
        try Schema.create(database, store: Self.randomName(), replica: Self.randomName())
        return true
      }
      if isNew { _ = try pool.writeWithoutTransaction { try $0.checkpoint(.passive) } }
    }
  }

  private func checkFence(of lease: WriterLease, _ database: Database) throws {
    guard try Int64.fetchOne(database, sql: "SELECT fence FROM meta") == lease.fence else {
      throw StorageError.leaseLost(path: path)
    }
  }

  private static func randomName() -> String {
    String(UUID().uuidString.lowercased().filter { $0 != "-" }.prefix(16))
  }

  private static func translating<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw StorageError(error, path: path)
    }
  }
}
