internal import Foundation
internal import GRDB
internal import Synchronization

/// The states of a database file and its write-ahead log. Two equal states show that no process wrote to the files in
/// between.
struct StillFiles: Hashable, Sendable {
  private let database: FileState
  private let log: FileState?
  /// SQLite's file change counter. Each checkpoint (move of the log into the database) increments it.
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
    _ = pread(descriptor, &bytes, bytes.count, 24)  // every database file is longer than 28 bytes
    return bytes
  }

  var hasLog: Bool { (log?.bytes ?? 0) > 0 }

  /// The total size of both files, in bytes.
  var bytes: Int64 { database.bytes + (log?.bytes ?? 0) }

  /// Runs `body` and returns its result if the files are unchanged afterwards.
  ///
  /// - Throws: `StorageError.changing` if the files changed meanwhile, even if `body` itself failed; otherwise the
  ///   error of `body`.
  func unchanged<Value>(in folder: String, _ body: () throws -> Value) throws -> Value {
    let result = Result { try body() }
    guard try StillFiles(in: folder) == self else { throw StorageError.changing(path: folder) }
    return try result.get()
  }
}
