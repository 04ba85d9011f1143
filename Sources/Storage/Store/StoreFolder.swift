internal import FreshetCorpus
internal import FreshetFiles
internal import Foundation
internal import GRDB
internal import Glibc
internal import Synchronization

/// Checks a store's folder and its file's header before SQLite opens any file.
enum StoreFolder {
  /// Whether the folder `path` contains a database file.
  ///
  /// - Throws: `StorageError.unreadable` if this process may not enter the folder, because the answer is then unknown.
  static func hasDatabase(_ path: String) throws -> Bool {
    var status = stat()
    if stat(path + "/" + Store.fileName, &status) == 0 { return true }
    if errno != EACCES { return false }
    throw StorageError.unreadable(path: path, why: String(cString: strerror(errno)))
  }

  /// Corrects the permissions of the store's folder and files, if `sharing` or safety requires it.
  ///
  /// - Returns: the changed permissions; nil if there are none, or if the store is new and no permission became wider.
  static func mend(_ path: String, to sharing: StoreSharing?, isNew: Bool) -> MendedModes? {
    guard let folder = OwnFolder(at: path), let mended = folder.mend(to: sharing) else { return nil }
    return isNew && !mended.isWider ? nil : mended
  }

  /// Creates a store's folder. Missing parent folders are created with default permissions, because they don't belong
  /// to the store.
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

  /// Creates the database file if it is missing, with the mode and owner that `OwnFolder` prescribes. SQLite would
  /// create it with mode 0644 reduced by the umask. SQLite copies the database file's mode and owner to its other
  /// files.
  static func makeDatabase(in path: String) {
    // If this call fails, SQLite reports the failure with more detail when it opens the file.
    let file = OwnFile.open(path + "/" + Store.fileName, O_RDWR | O_CREAT | O_EXCL)
    if file >= 0 { close(file) }
  }

  /// Whether this process may write the database file and create files in its folder.
  static func isWritable(_ path: String) -> Bool {
    let file = path + "/" + Store.fileName
    return access(path, W_OK) == 0 && (access(file, W_OK) == 0 || errno == ENOENT)
  }

  /// Checks that the database file is missing, empty, or a store of a known format. Normally reads only the file's
  /// header, so that SQLite doesn't open a database of another program.
  ///
  /// - Throws: `StorageError.foreign` for another kind of file; `.formatTooNew`; `.unreadable`.
  static func refuseForeign(_ path: String) throws {
    let file = path + "/" + Store.fileName
    var status = stat()
    // Don't open a named pipe: that would block until a process opens its other end.
    if stat(file, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      throw StorageError.foreign(path: path, what: "\(Store.fileName) is not a regular file")
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
      throw StorageError.foreign(path: path, what: "its SQLite application id is \(application), not freshet's")
    }
    guard format <= Schema.format else {
      throw StorageError.formatTooNew(path: path, format: Int(format), supported: Int(Schema.format))
    }
  }

  /// Decides about a database whose header has no application ID. The database is empty, or is a store whose tables are
  /// still in the write-ahead log, or belongs to another program.
  ///
  /// - Throws: `StorageError.foreign` if the database belongs to another program.
  private static func refuseOtherTables(_ path: String) throws {
    var configuration = Configuration()
    configuration.readonly = true
    let queue = try DatabaseQueue(path: path + "/" + Store.fileName, configuration: configuration)
    try queue.read { database in
      let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
      let application = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
      guard tables == 0 || application == Schema.applicationID else {
        throw StorageError.foreign(path: path, what: "\(Store.fileName) contains tables of another program")
      }
    }
  }
}

extension Store {
  /// The way in which this process reads a store that it may not write or only inspects; nil if it reads through a
  /// connection pool.
  package var readOnlyManner: ReadOnlyManner? { connections.manner }
}
