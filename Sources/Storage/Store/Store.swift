package import FreshetCorpus
package import FreshetFiles
internal import Foundation
internal import GRDB
internal import Synchronization

/// The folder `.freshet`: one SQLite database in WAL mode, and the lock of the process that commits.
///
/// Readers: any number, in this and other processes; each `read` sees one committed state. Writers: several processes,
/// one commit at a time, under `WriterLock`. Numbers in the rows (`Moment`) reveal decisions from an older state, and
/// the store refuses them. Leases in the store divide long work among processes.
///
/// SQLite 3.40.1 of Debian 12 has a race between two connections that checkpoint while a third resets the log (fixed in
/// 3.51.3). So no connection checkpoints automatically, except the last one to close. Otherwise only the lock's holder
/// checkpoints, right after its own commit.
///
/// A store is the file that its path names now: each read and each commit compares it with the open file.
package final class Store: Sendable {
  package enum Access: Sendable {
    case reading, writing
    /// Reads as if this process may not write, and creates no file beside the store.
    case inspecting
  }

  package static let fileName = StoreNames.database

  /// The store's folder.
  package let path: String
  /// The name of this process, for messages in other processes that wait for the lock.
  private let holder: String
  let connections: StoreConnections
  private let history: Mutex<FileHistory>
  let log = LogGauge()
  let logPolicy: LogPolicy
  /// The changes that opening the store made to the modes of its folder and files; nil if it made none.
  package let mended: MendedModes?

  /// How long a writer waits for another process to end its commit.
  private static let patience = Duration.seconds(10)

  /// Opens the store in the folder `path`; with `.writing`, creates a missing one.
  ///
  /// - Parameter sharing: which users may use the store from now on; nil keeps the present sharing. Has an effect only
  ///   with `.writing`, and only if this process runs as the store's owner or as root.
  /// - Throws: `StorageError`. If the path holds something other than a store of this format, it stays unchanged.
  ///   `.readOnly` with `.writing` if this process may not write the store.
  package init(
    at path: String, for access: Access, holder: String = "another process", logPolicy: LogPolicy = LogPolicy(),
    sharing: StoreSharing? = nil
  ) throws {
    self.path = path
    self.holder = holder
    self.logPolicy = logPolicy
    let isNew = try !StoreFolder.hasDatabase(path)
    if isNew {
      if access != .writing { throw StorageError.missing(path: path) }
      try StoreFolder.make(path)
    }
    connections = try StoreConnections(of: path, for: access, log)
    history = Mutex(FileHistory(opened: FileState(at: path + "/" + Self.fileName), WriterLock.record(of: path)))
    guard access == .writing else {
      mended = nil
      try refuseOlder()
      return
    }
    mended = StoreFolder.mend(path, to: sharing, isNew: isNew)
    try prepare()
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

  /// Commits all changes that `body` makes, or none.
  ///
  /// One process writes at a time; others wait until its commit has ended.
  /// - Parameter isDurable: false for changes that may be lost in a power failure, such as leases and heartbeats. The
  ///   database stays consistent.
  /// - Throws: `StorageError.locked` if another process keeps the lock longer than `patience`; `.replaced` if the path
  ///   now names another store. That can happen during the commit too, which then counts as not done.
  @discardableResult
  package func write<Value>(durably isDurable: Bool = true, _ body: (StoreWriter) throws -> Value) throws -> Value {
    try holdingWriter { database, lock in
      if !isDurable { try database.execute(sql: "PRAGMA synchronous = NORMAL") }
      // This fails only on a broken connection, which never commits again.
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

  /// Calls `body` with the only writing connection, under the writers' lock, after checking that the path still names
  /// this store.
  func holdingWriter<Value>(_ body: (Database, borrowing WriterLock) throws -> Value) throws -> Value {
    guard let pool = connections.writable else { throw StorageError.readOnly(path: path) }
    return try telling {
      try pool.writeWithoutTransaction { database in
        try connections.check()
        return try WriterLock.holding(of: path, by: holder, patience: Self.patience) { lock in
          try connections.check()
          try concludeMove(lock)
          return try body(database, lock)
        }
      }
    }
  }
}

extension Store {
  /// - Throws: `StorageError.replaced` if the path no longer names the open store, or its file was overwritten.
  package func check() throws {
    try connections.check()
    // Read inside the lock: an older record must not be compared after a newer one.
    let goesOn = history.withLock { [path] in $0.goesOn(with: WriterLock.record(of: path)) }
    if !goesOn { throw StorageError.replaced(path: path) }
  }

  /// While this process holds the lock, no other process changes the file. So a file that differs from the record was
  /// overwritten by another program.
  private func concludeMove(_ lock: borrowing WriterLock) throws {
    guard let now = FileState(at: path + "/" + Self.fileName) else { throw StorageError.replaced(path: path) }
    let known = lock.record
    if !history.withLock({ $0.goesOn(with: known) }) { throw StorageError.replaced(path: path) }
    let record = FileHistory.concluded(known, found: now)
    if record != known { try lock.keep(record, of: path) }
    if !history.withLock({ $0.goesOn(with: record) }) { throw StorageError.replaced(path: path) }
  }

  /// Runs `body`, which changes the database file, and updates the record before and after, so that other processes
  /// don't take the change for damage.
  func moving<Value>(_ lock: borrowing WriterLock, _ body: () throws -> Value) throws -> Value {
    guard var record = lock.record else { throw StorageError.replaced(path: path) }
    record.isMoving = true
    try lock.keep(record, of: path)
    let value = try body()
    guard let now = FileState(at: path + "/" + Self.fileName) else { throw StorageError.replaced(path: path) }
    let moved = FileHistory.concluded(record, found: now)
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

  /// Runs `body` and translates SQLite's errors. If there is one, first checks whether the file was replaced, because
  /// SQLite reports misleading errors for a replaced file.
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

  /// An error for a malformed row. The text after the dash contains the whole row, so this cuts it off.
  private static func malformed(_ error: RowDecodingError, _ path: String) -> StorageError {
    .damaged(path: path, what: "a column has a value of another type: \("\(error)".prefix { $0 != "-" })")
  }
}
