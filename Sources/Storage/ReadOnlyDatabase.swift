internal import Foundation
internal import GRDB
internal import Synchronization

/// How a store is read that this process may not write.
package enum ReadOnlyManner: Hashable, Sendable {
  /// Beside those who write it through another mount or as another user, with the memory that they share.
  case shared
  /// As a file that doesn't change. An answer counts only if it didn't.
  case still
  /// From a private copy of so many bytes, for its log can't be read where it lies.
  case copied(bytes: Int64)
}

/// A database that this process may not write, nor anything beside it: SQLite needs shared memory to read a log, and can't make it.
///
/// SQLite's `immutable` ignores the log, and never notices a change. So a file is read so only where it has no log, and what was
/// read counts only if the file was the same before and after. Each read looks anew which manner serves.
final class ReadOnlyDatabase: Sendable {
  private enum Connection {
    case pool(DatabasePool, FileIdentity?)
    case queue(DatabaseQueue, ReadOnlyManner, StillFiles)
  }

  private let folder: String
  private let connection: Mutex<Connection>

  init(in folder: String) throws {
    self.folder = folder
    connection = Mutex(try Self.open(folder))
  }

  var manner: ReadOnlyManner {
    switch connection.withLock({ $0 }) {
    case .pool: .shared
    case .queue(_, let manner, _): manner
    }
  }

  /// - Throws: `StorageError.changing` when the database changed while it was read: nothing of it counts.
  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    let current = try connection.withLock { connection in
      if try !Self.isCurrent(connection, folder) { connection = try Self.open(folder) }
      return connection
    }
    switch current {
    case .pool(let pool, _): return try pool.read(body)
    case .queue(let queue, .still, let files): return try files.unchanged(in: folder) { try queue.read(body) }
    case .queue(let queue, _, _): return try queue.read(body)
    }
  }

  private static func isCurrent(_ connection: Connection, _ folder: String) throws -> Bool {
    switch connection {
    case .pool(_, let memory): memory == sharedMemory(folder)
    case .queue(_, _, let files): try files == StillFiles(in: folder) && sharedMemory(folder) == nil
    }
  }

  private static func sharedMemory(_ folder: String) -> FileIdentity? {
    FileIdentity(at: folder + "/" + OpenFiles.names[2])
  }

  private static func open(_ folder: String) throws -> Connection {
    if let memory = sharedMemory(folder) {
      do {
        return .pool(try pool(folder), memory)
      } catch let error as DatabaseError where [.SQLITE_READONLY, .SQLITE_CANTOPEN].contains(error.resultCode) {
        // Memory that nobody keeps in order any more: what is left of a process that was killed.
      }
    }
    let files = try StillFiles(in: folder)
    if files.hasLog { return try copy(files, in: folder) }
    return .queue(try still(folder), .still, files)
  }

  private static func pool(_ folder: String) throws -> DatabasePool {
    let configuration = StoreConnections.configuration(readOnly: true)
    let pool = try DatabasePool(path: folder + "/" + Store.fileName, configuration: configuration)
    try pool.read { _ = try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") }
    return pool
  }

  private static func still(_ folder: String) throws -> DatabaseQueue {
    let path = folder + "/" + Store.fileName
    let name = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
    return try DatabaseQueue(
      path: "file:\(name)?immutable=1", configuration: StoreConnections.configuration(readOnly: true))
  }

  private static func copy(_ files: StillFiles, in folder: String) throws -> Connection {
    let copy = try PrivateCopy(of: folder)
    let queue = try copy.opened()
    return .queue(queue, .copied(bytes: copy.bytes), copy.files)
  }
}

/// A database and its log as they lie on the disk: what tells that nobody has written them.
struct StillFiles: Hashable, Sendable {
  private let database: FileState
  private let log: FileState?
  /// SQLite's file change counter, which a move of the log raises.
  private let counter: [UInt8]
  private let path: String

  init(in folder: String) throws {
    path = folder
    let file = folder + "/" + Store.fileName
    guard let state = FileState(at: file) else { throw StorageError.missing(path: folder) }
    (database, log) = (state, FileState(at: folder + "/" + OpenFiles.names[1]))
    counter = try Self.counter(of: file)
  }

  private static func counter(of file: String) throws -> [UInt8] {
    let descriptor = Foundation.open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw StorageError.unreadable(path: file, why: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 4)
    _ = pread(descriptor, &bytes, bytes.count, 24)  // fewer of them are of no database
    return bytes
  }

  var hasLog: Bool { (log?.bytes ?? 0) > 0 }

  /// Bytes of both files.
  var bytes: Int64 { database.bytes + (log?.bytes ?? 0) }

  /// What `body` says, as long as the files are the same afterwards: else neither its result nor its failure means anything.
  func unchanged<Value>(in folder: String, _ body: () throws -> Value) throws -> Value {
    let result = Result { try body() }
    guard try StillFiles(in: folder) == self else { throw StorageError.changing(path: folder) }
    return try result.get()
  }
}
