internal import FreshetCorpus
internal import FreshetFiles
internal import Foundation
internal import GRDB
internal import Glibc
internal import Synchronization

/// Checks a store's folder and its file's header before SQLite opens any file.
enum StoreFolder {
  /// - Throws: `StorageError.unreadable` if this process may not enter the folder; a database there doesn't count as
  ///   missing.
  static func hasDatabase(_ path: String) throws -> Bool {
    var status = stat()
    if stat(path + "/" + Store.fileName, &status) == 0 { return true }
    if errno != EACCES { return false }
    throw StorageError.unreadable(path: path, why: String(cString: strerror(errno)))
  }

  /// - Returns: nil if nothing changed that the user must know.
  static func mend(_ path: String, to sharing: StoreSharing?, isNew: Bool) -> MendedModes? {
    guard let folder = OwnFolder(at: path), let mended = folder.mend(to: sharing) else { return nil }
    return isNew && !mended.isWider ? nil : mended
  }

  /// Creates a store's folder. Missing parent folders get default modes, because they belong to the user, who named
  /// them.
  static func make(_ path: String) throws {
    do {
      let parent = NSString(string: path).deletingLastPathComponent
      if !parent.isEmpty {
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
      }
    } catch {
      throw StorageError.unreadable(path: path, why: error.localizedDescription)
    }
    guard OwnFile.makeFolder(path) || errno == EEXIST else {
      throw StorageError.unreadable(path: path, why: String(cString: strerror(errno)))
    }
  }

  /// Makes the database file if it is missing: SQLite would give it 0644 reduced by the umask. SQLite's other files
  /// take mode and owner from it.
  static func makeDatabase(in path: String) {
    // If this fails, SQLite reports the failure with more detail.
    let file = OwnFile.open(path + "/" + Store.fileName, O_RDWR | O_CREAT | O_EXCL)
    if file >= 0 { close(file) }
  }

  /// Whether this process may change the store and the files beside it.
  static func isWritable(_ path: String) -> Bool {
    let file = path + "/" + Store.fileName
    return access(path, W_OK) == 0 && (access(file, W_OK) == 0 || errno == ENOENT)
  }

  /// Throws if the file isn't a store. Reads only the file's header, so that SQLite doesn't even open a foreign
  /// database.
  static func refuseForeign(_ path: String) throws {
    let file = path + "/" + Store.fileName
    var status = stat()
    // Opening a pipe would wait for its other end.
    if stat(file, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      throw StorageError.foreign(path: path, what: "\(Store.fileName) is no plain file")
    }
    guard let handle = FileHandle(forReadingAtPath: file) else {
      if errno == ENOENT { return }
      throw StorageError.unreadable(path: file, why: String(cString: strerror(errno)))
    }
    defer { try? handle.close() }  // only read: closing it loses nothing
    let header = try [UInt8](handle.read(upToCount: 100) ?? Data())
    if header.isEmpty { return }
    guard header.count == 100, header.starts(with: Array("SQLite format 3\0".utf8)) else {
      throw StorageError.foreign(path: path, what: "\(Store.fileName) is not an SQLite database")
    }
    func field(at offset: Int) -> Int32 {
      header[offset..<offset + 4].reduce(0) { $0 << 8 | Int32($1) }
    }
    try judge(format: field(at: 60), application: field(at: 68), path)
  }

  private static func judge(format: Int32, application: Int32, _ path: String) throws {
    if application == 0, format == 0 { return try refuseOtherTables(path) }
    guard application == Schema.applicationID else {
      throw StorageError.foreign(path: path, what: "its application id is \(application)")
    }
    guard format <= Schema.format else {
      throw StorageError.formatTooNew(path: path, format: Int(format), supported: Int(Schema.format))
    }
  }

  /// Handles a header without Freshet's application ID: an empty database, a store whose tables are still in the log,
  /// or a foreign database.
  private static func refuseOtherTables(_ path: String) throws {
    var configuration = Configuration()
    configuration.readonly = true
    let queue = try DatabaseQueue(path: path + "/" + Store.fileName, configuration: configuration)
    try queue.read { database in
      let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
      let application = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
      guard tables == 0 || application == Schema.applicationID else {
        throw StorageError.foreign(path: path, what: "\(Store.fileName) holds the tables of another program")
      }
    }
  }
}

extension Store {
  /// How this process reads a store that it may not write; nil if it may write it.
  package var readOnlyManner: ReadOnlyManner? { connections.manner }
}
