internal import Corpus
internal import Foundation
internal import GRDB
internal import Synchronization

/// The folder `.freshet`: one SQLite database in WAL mode, and the lock of whoever commits.
///
/// Many readers at once, in this and other processes; each `read` sees one committed state. Several processes write, one
/// commit at a time, under `WriterLock`; what a writer decided upon an older state is refused by numbers in the rows
/// (`Moment`), and long work is shared out by leases in the store.
/// Debian 12's SQLite 3.40.1 has a race between two connections that checkpoint while a third resets the log (fixed in
/// 3.51.3): so no connection checkpoints by itself but the last one to close, when no other is left; else only the lock's
/// holder does, right after its own commit.
package final class Store: Sendable {
  package enum Access: Sendable {
    case reading, writing
  }

  package static let fileName = "store.sqlite"

  /// The store's folder.
  package let path: String
  /// Who writes, as others are told.
  private let holder: String
  let pool: DatabasePool
  private let commits = Mutex(0)

  /// How long a writer waits for another process to end its commit.
  private static let patience = Duration.seconds(10)
  /// The log is moved into the database after so many commits, lest it outgrow it.
  private static let commitsPerCheckpoint = 64

  /// Opens the store in the folder `path`; with `.writing` a missing one is made.
  ///
  /// - Throws: `StorageError`; whatever is found there that isn't a store of this format is left as it was.
  package init(at path: String, for access: Access, holder: String = "another process") throws {
    self.path = path
    self.holder = holder
    let file = path + "/" + Self.fileName
    let exists = FileManager.default.fileExists(atPath: file)
    if !exists, access == .reading { throw StorageError.missing(path: path) }
    if exists { try Self.refuseForeign(file: file, path: path) }
    if !exists { try Self.makeFolder(path) }
    pool = try Self.translating(path) {
      try DatabasePool(path: file, configuration: Self.configuration(for: access))
    }
    try access == .writing ? prepare() : refuseOlder()
  }

  package func read<Value>(_ body: (StoreReader) throws -> Value) throws -> Value {
    try Self.translating(path) {
      try pool.read { try body(StoreReader(database: $0, path: path)) }
    }
  }

  /// Commits everything that `body` does, or nothing.
  ///
  /// One process at a time: others wait their turn, which lasts one commit.
  /// - Parameter isDurable: false for what may be lost with the power, as long as it isn't torn: leases, heartbeats.
  /// - Throws: `StorageError.locked` when another process doesn't let go within `patience`.
  @discardableResult
  package func write<Value>(durably isDurable: Bool = true, _ body: (StoreWriter) throws -> Value) throws -> Value {
    try Self.translating(path) {
      try pool.writeWithoutTransaction { database in
        try locking {
          if !isDurable { try database.execute(sql: "PRAGMA synchronous = NORMAL") }
          // Fails on a broken connection only, which commits nothing more.
          defer { if !isDurable { try? database.execute(sql: "PRAGMA synchronous = FULL") } }
          let value = try Self.transaction(database) { try body(StoreWriter(database: database, path: path)) }
          try checkpointIfDue(database)
          return value
        }
      }
    }
  }

  /// Moves the log into the database file, as far as no reader stands in the way.
  package func checkpoint() throws {
    try Self.translating(path) {
      try pool.writeWithoutTransaction { database in
        _ = try locking { try database.checkpoint(.passive) }
      }
    }
  }
}

extension Store {
  /// Of each connection: the upper pages of the trees stay, so that a passage's vector is found with one read.
  private static let cacheSizeInKiB = 8 << 10

  /// Readers in one process run side by side; a writer waits up to 5 s for SQLite's own lock.
  private static func configuration(for access: Access) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = access == .reading
    configuration.busyMode = .timeout(5)
    configuration.label = "freshet"
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA wal_autocheckpoint = 0")
      try database.execute(sql: "PRAGMA synchronous = FULL")
      try database.execute(sql: "PRAGMA cache_size = -\(cacheSizeInKiB)")
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
      let inode = try inode()
      if try pool.read({ try Self.format($0) == Schema.format && Self.knownInode($0) == inode }) { return }
      try pool.writeWithoutTransaction { database in
        try locking {
          try Self.transaction(database) {
            guard try Self.format(database) == 0 else { return }
            try Schema.create(database, store: Self.randomName(), replica: Self.randomName())
          }
          try Schema.migrate(database)
          try Self.transaction(database) {
            let writer = StoreWriter(database: database, path: path)
            if let known = try Self.knownInode(database), known != inode { try writer.becomeAnotherReplica() }
            try database.execute(sql: "UPDATE meta SET file = ?", arguments: [inode])
          }
          _ = try database.checkpoint(.passive)
        }
      }
    }
  }

  /// A copy or a restored backup is another file: whatever its original wrote since has names that it must not give again.
  private func inode() throws -> Int64 {
    var status = stat()
    guard stat("\(path)/\(Self.fileName)", &status) == 0 else {
      throw StorageError.unreadable(path: path, why: String(cString: strerror(errno)))
    }
    return Int64(bitPattern: UInt64(status.st_ino))
  }

  private static func knownInode(_ database: Database) throws -> Int64? {
    try Int64.fetchOne(database, sql: "SELECT file FROM meta WHERE file IS NOT NULL")
  }

  func locking<Value>(_ body: () throws -> Value) throws -> Value {
    try WriterLock.holding(of: path, by: holder, patience: Self.patience, body)
  }

  /// Who only reads migrates nothing.
  private func refuseOlder() throws {
    let format = try Self.translating(path) { try pool.read(Self.format) }
    guard format == Schema.format || format == 0 else {
      throw StorageError.formatTooOld(path: path, format: Int(format), supported: Int(Schema.format))
    }
  }

  private static func format(_ database: Database) throws -> Int32 {
    try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0
  }

  static func transaction<Value>(_ database: Database, _ body: () throws -> Value) throws -> Value {
    var value: Value?
    try database.inTransaction(.immediate) {
      value = try body()
      return .commit
    }
    guard let value else { preconditionFailure("a transaction was committed without a value") }
    return value
  }

  private func checkpointIfDue(_ database: Database) throws {
    let count = commits.withLock {
      $0 += 1
      return $0
    }
    if count % Self.commitsPerCheckpoint == 0 { _ = try database.checkpoint(.passive) }
  }

  static func randomName() -> String {
    String(UUID().uuidString.lowercased().filter { $0 != "-" }.prefix(16))
  }

  static func translating<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw StorageError(error, path: path)
    }
  }
}
