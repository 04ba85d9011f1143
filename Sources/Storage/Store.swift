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
/// A store is the file that its path names now: each read and each commit compares it with the one that is open.
package final class Store: Sendable {
  package enum Access: Sendable {
    case reading, writing
    /// Reads as where this process may not write, and makes no file beside the store.
    case inspecting
  }

  package static let fileName = "store.sqlite"

  /// The store's folder.
  package let path: String
  /// Who writes, as others are told.
  private let holder: String
  let connections: StoreConnections
  private let history: Mutex<FileHistory>
  let log = LogGauge()
  let logPolicy: LogPolicy

  /// How long a writer waits for another process to end its commit.
  private static let patience = Duration.seconds(10)

  /// Opens the store in the folder `path`; with `.writing` a missing one is made.
  ///
  /// - Throws: `StorageError`; whatever is found there that isn't a store of this format is left as it was. `.readOnly` with
  ///   `.writing` where this process may not write it.
  package init(
    at path: String, for access: Access, holder: String = "another process", logPolicy: LogPolicy = LogPolicy()
  ) throws {
    self.path = path
    self.holder = holder
    self.logPolicy = logPolicy
    if !FileManager.default.fileExists(atPath: path + "/" + Self.fileName) {
      if access != .writing { throw StorageError.missing(path: path) }
      try StoreFolder.make(path)
    }
    connections = try StoreConnections(of: path, for: access, log)
    history = Mutex(FileHistory(opened: FileState(at: path + "/" + Self.fileName), WriterLock.record(of: path)))
    try access == .writing ? prepare() : refuseOlder()
  }

  package func read<Value>(_ body: (StoreReader) throws -> Value) throws -> Value {
    try reading { database in
      try refuseOtherFormat(database)
      return try body(StoreReader(database: database, path: path))
    }
  }

  func reading<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try telling {
      if connections.arePlain { try check() }
      return try connections.read(body)
    }
  }

  /// Commits everything that `body` does, or nothing.
  ///
  /// One process at a time: others wait their turn, which lasts one commit.
  /// - Parameter isDurable: false for what may be lost with the power, as long as it isn't torn: leases, heartbeats.
  /// - Throws: `StorageError.locked` when another process doesn't let go within `patience`; `.replaced` when the path names
  ///   another store by now, also where that happened during the commit: it counts as not done then.
  @discardableResult
  package func write<Value>(durably isDurable: Bool = true, _ body: (StoreWriter) throws -> Value) throws -> Value {
    try holdingWriter { database, lock in
      if !isDurable { try database.execute(sql: "PRAGMA synchronous = NORMAL") }
      // Fails on a broken connection only, which commits nothing more.
      defer { if !isDurable { try? database.execute(sql: "PRAGMA synchronous = FULL") } }
      let value = try Self.transaction(database) {
        try refuseOtherFormat(database)
        return try body(StoreWriter(database: database, path: path))
      }
      try moveLogIfDue(database, lock)
      try connections.check()
      return value
    }
  }

  /// The one connection that writes, under the writers' lock, of the store that the path names.
  func holdingWriter<Value>(_ body: (Database, borrowing WriterLock) throws -> Value) throws -> Value {
    guard let pool = connections.writable else { throw StorageError.readOnly(path: path) }
    return try telling {
      try pool.writeWithoutTransaction { database in
        try connections.check()
        return try WriterLock.holding(of: path, by: holder, patience: Self.patience) { lock in
          try connections.check()
          try settle(lock)
          return try body(database, lock)
        }
      }
    }
  }
}

extension Store {
  /// - Throws: `StorageError.replaced` when the path no longer names the store that is open, or its file was written over.
  package func check() throws {
    try connections.check()
    // Read in turn: a record that was read earlier must not be taken for an older one.
    let goesOn = history.withLock { [path] in $0.goesOn(with: WriterLock.record(of: path)) }
    if !goesOn { throw StorageError.replaced(path: path) }
  }

  /// Under the lock nobody is at the file: it is as the last holder left it, or somebody else has written over it.
  private func settle(_ lock: borrowing WriterLock) throws {
    guard let now = FileState(at: path + "/" + Self.fileName) else { throw StorageError.replaced(path: path) }
    let known = lock.record
    if !history.withLock({ $0.goesOn(with: known) }) { throw StorageError.replaced(path: path) }
    let record = FileHistory.settled(known, found: now)
    if record != known { try lock.keep(record, of: path) }
    if !history.withLock({ $0.goesOn(with: record) }) { throw StorageError.replaced(path: path) }
  }

  /// Changes the database file: others are told before and after, lest they take it for damage.
  func moving<Value>(_ lock: borrowing WriterLock, _ body: () throws -> Value) throws -> Value {
    guard var record = lock.record else { throw StorageError.replaced(path: path) }
    record.isMoving = true
    try lock.keep(record, of: path)
    let value = try body()
    guard let now = FileState(at: path + "/" + Self.fileName) else { throw StorageError.replaced(path: path) }
    let moved = FileHistory.settled(record, found: now)
    try lock.keep(moved, of: path)
    if !history.withLock({ $0.goesOn(with: moved) }) { throw StorageError.replaced(path: path) }
    return value
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

  static func randomName() -> String {
    String(UUID().uuidString.lowercased().filter { $0 != "-" }.prefix(16))
  }

  /// What SQLite says of a file that was replaced means little: that it was is told first.
  private func telling<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DatabaseError {
      if connections.arePlain { try check() }
      throw StorageError(error, path: path)
    } catch let error as RowDecodingError {
      throw Self.malformed(error, path)
    }
  }

  static func translating<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw StorageError(error, path: path)
    } catch let error as RowDecodingError {
      throw malformed(error, path)
    }
  }

  /// What stands behind the dash is the whole row.
  private static func malformed(_ error: RowDecodingError, _ path: String) -> StorageError {
    .damaged(path: path, what: "a column has a value of another type: \("\(error)".prefix { $0 != "-" })")
  }
}
