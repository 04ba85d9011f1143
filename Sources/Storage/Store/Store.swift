package import FreshetCorpus
package import FreshetFiles
internal import Foundation
internal import GRDB
internal import Synchronization

/// A store: the folder `.freshet` with one SQLite database in WAL mode, and the lock file of the process that commits.
///
/// Any number of processes may read at the same time; each `read` sees one committed state. Several processes may
/// write, one commit at a time, under `WriterLock`. A writer passes the point in history on which its decision is based
/// (`Moment`); the store rejects the decision if a newer commit contradicts it. Leases (rights that expire) divide long
/// work among processes.
///
/// SQLite 3.40.1 of Debian 12 has a race between two connections that checkpoint while a third resets the log (fixed in
/// 3.51.3). So only a process that holds the lock checkpoints (moves the log into the database file), right after its
/// own commit. The one exception is SQLite's checkpoint when the last connection closes.
///
/// Each read and each commit checks that the path still leads to the file that this process opened.
package final class Store: Sendable {
  package enum Access: Sendable {
    case reading, writing
    /// Reads without writing, and creates no file in the store's folder.
    case inspecting
  }

  package static let fileName = StoreNames.database

  /// The store's folder.
  package let path: String
  /// The name of this process. Other processes that wait for the lock show it in their messages.
  private let holder: String
  let connections: StoreConnections
  private let history: Mutex<FileHistory>
  let log = LogGauge()
  let logPolicy: LogPolicy
  private let lexicalMemory = LexicalMemory()
  /// The changes that opening the store made to the permissions of its folder and files; nil if there are none.
  package let mended: MendedModes?

  /// How long a writer waits for the lock while another process commits.
  private static let patience = Duration.seconds(10)

  /// Opens the store in the folder `path`. With `.writing`, creates the store if it is missing.
  ///
  /// - Parameter sharing: which users may use the store from now on; nil changes nothing. Has an effect only with
  ///   `.writing`, and only if this process runs as the store's owner or as root.
  /// - Throws: `StorageError`. Throws `.readOnly` for `.writing` if this process may not write the store. If the path
  ///   holds something other than a store of a known format, it stays unchanged.
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
      return try body(StoreReader(database: database, path: path, memory: lexicalMemory))
    }
  }

  func reading<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try telling {
      if connections.arePlain { try check() }
      return try connections.read(body)
    }
  }

  /// Runs `body` and commits all of its changes in one transaction, or none if it throws.
  ///
  /// One process writes at a time; others wait until its commit has ended.
  /// - Parameter isDurable: false for changes that a power failure may undo, such as leases and heartbeats. The
  ///   database stays consistent either way.
  /// - Throws: `StorageError.locked` if another process keeps the lock for longer than `patience` (10 s); `.replaced`
  ///   if the path leads to another store by now. If that happens during the commit, the commit counts as failed.
  @discardableResult
  package func write<Value>(durably isDurable: Bool = true, _ body: (StoreWriter) throws -> Value) throws -> Value {
    try holdingWriter { database, lock in
      if !isDurable { try database.execute(sql: "PRAGMA synchronous = NORMAL") }
      // The statement fails only on a broken connection, which can't commit again.
      defer { if !isDurable { try? database.execute(sql: "PRAGMA synchronous = FULL") } }
      let value = try Self.transaction(database) {
        try refuseOtherFormat(database)
        return try writing(database, body)
      }
      try moveLogIfDue(database, lock)
      try connections.check()
      return value
    }
  }

  /// Calls `body` with a writer in the current transaction, then brings the lexical index up to date.
  func writing<Value>(_ database: Database, _ body: (StoreWriter) throws -> Value) throws -> Value {
    let writer = StoreWriter(database: database, path: path)
    let value = try body(writer)
    try writer.indexTouchedLabels()
    try writer.indexTouchedPassages()
    return value
  }

  /// Calls `body` with the only writing connection, under the writers' lock, after checking that the path still names
  /// this store.
  func holdingWriter<Value>(_ body: (Database, borrowing WriterLock) throws -> Value) throws -> Value {
    return try telling {
      guard let pool = try connections.writable else { throw StorageError.readOnly(path: path) }
      return try pool.writeWithoutTransaction { database in
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
  /// Checks that the path still leads to the database file that this process opened.
  ///
  /// - Throws: `StorageError.replaced` if another program removed, replaced or overwrote the file.
  package func check() throws {
    try connections.check()
    // Read the record inside the mutex, so that no thread compares an older record after a newer one.
    let goesOn = history.withLock { [path] in $0.goesOn(with: WriterLock.record(of: path)) }
    if !goesOn { throw StorageError.replaced(path: path) }
  }

  /// Updates the record of the database file's state after another process may have been killed during a checkpoint.
  /// Call only with the writers' lock: Freshet changes the file only under this lock, so a file that differs from the
  /// record was overwritten by another program.
  private func concludeMove(_ lock: borrowing WriterLock) throws {
    guard let now = FileState(at: path + "/" + Self.fileName) else { throw StorageError.replaced(path: path) }
    let known = lock.record
    if !history.withLock({ $0.goesOn(with: known) }) { throw StorageError.replaced(path: path) }
    let record = FileHistory.concluded(known, found: now)
    if record != known { try lock.keep(record, of: path) }
    if !history.withLock({ $0.goesOn(with: record) }) { throw StorageError.replaced(path: path) }
  }

  /// Runs `body`, which changes the database file. Records before and after that Freshet changes the file, so that
  /// other processes don't take the new state for an overwritten file.
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

  /// Runs `body` and converts SQLite's errors to `StorageError`. First checks whether another program replaced the
  /// file, because SQLite reports misleading errors for a replaced file.
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

  /// The error for a row with a value of the wrong type. GRDB's message contains the whole row after a dash; the
  /// returned error omits that part.
  private static func malformed(_ error: RowDecodingError, _ path: String) -> StorageError {
    .damaged(path: path, what: "a column has a value of the wrong type: \("\(error)".prefix { $0 != "-" })")
  }
}
