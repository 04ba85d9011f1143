internal import Foundation
internal import GRDB
internal import Synchronization

/// A database that this process may not write, in a folder where it may create no file. To read a write-ahead log,
/// SQLite needs a shared-memory file, which this process can't create.
///
/// SQLite's `immutable` mode ignores the log and doesn't detect changes of the file. So this class uses that mode only
/// if there is no log, and discards a result if the file changed during the read. Each read chooses anew between shared
/// memory, `immutable` mode and a private copy.
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

  /// Calls `body` with a connection to the database and returns the result.
  ///
  /// - Throws: `StorageError.changing` if the database changed during the read; the results are then invalid.
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
        // The shared-memory file is stale, left behind by a killed process.
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
