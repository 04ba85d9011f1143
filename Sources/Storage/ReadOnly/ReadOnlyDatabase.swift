internal import Foundation
internal import GRDB
internal import Synchronization

/// How this process reads a store that it may not write.
package enum ReadOnlyManner: Hashable, Sendable {
  /// With the shared memory, together with processes that write through another mount or as another user.
  case shared
  /// As a file that doesn't change. An answer counts only if the file didn't change meanwhile.
  case still
  /// From a private copy of this many bytes, because the log can't be read in place.
  case copied(bytes: Int64)
}

/// A database that this process may not write, and beside which it may make no file. To read a log, SQLite needs shared
/// memory, which this process can't create.
///
/// SQLite's `immutable` mode ignores the log and notices no change. So it serves only if there is no log, and a result
/// counts only if the file was the same before and after. Each read chooses its manner again.
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

  /// - Throws: `StorageError.changing` if the database changed during the read: its results don't count.
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
        // The shared memory is stale: a process that was killed left it behind.
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

/// The state of a database and its log on the disk, which shows whether a process wrote to them.
struct StillFiles: Hashable, Sendable {
  private let database: FileState
  private let log: FileState?
  /// SQLite's file change counter, which each move of the log increments.
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
    _ = pread(descriptor, &bytes, bytes.count, 24)  // a database has at least as many
    return bytes
  }

  var hasLog: Bool { (log?.bytes ?? 0) > 0 }

  /// The bytes of both files.
  var bytes: Int64 { database.bytes + (log?.bytes ?? 0) }

  /// The result of `body`, if the files are unchanged afterwards. Otherwise neither its result nor its failure means
  /// anything.
  func unchanged<Value>(in folder: String, _ body: () throws -> Value) throws -> Value {
    let result = Result { try body() }
    guard try StillFiles(in: folder) == self else { throw StorageError.changing(path: folder) }
    return try result.get()
  }
}
