package import FreshetFiles
internal import Foundation
internal import GRDB

/// A copy of a database and its write-ahead log in a private temporary folder, for reading or for trying a
/// migration. As soon as SQLite has opened both files for reading, Freshet removes the folder.
struct PrivateCopy {
  let files: StillFiles
  let folder: ScratchFolder

  var bytes: Int64 { files.bytes }

  private static let attempts = 3
  /// The number of bytes to leave free on the disk that holds the copy.
  private static let spared: Int64 = 64 << 20

  /// Copies the database and its log from the folder `source`.
  ///
  /// - Throws: `StorageError.noRoomForCopy` if the disk has too little space, before copying anything; `.changing` if
  ///   other processes change the files during each of three attempts.
  init(of source: String) throws {
    for _ in 0..<Self.attempts {
      let files = try StillFiles(in: source)
      try Self.checkRoom(for: files.bytes, of: source, in: ScratchFolder.place)
      let folder = try Store.scratchFolder()
      try Self.copy(source, to: folder.path)
      if try StillFiles(in: source) == files {
        (self.files, self.folder) = (files, folder)
        return
      }
    }
    throw StorageError.changing(path: source)
  }

  private static func checkRoom(for bytes: Int64, of source: String, in temporary: String) throws {
    var room = statvfs()
    guard statvfs(temporary, &room) == 0 else { return }  // copying then fails with a more detailed error
    let free = Int64(clamping: UInt64(room.f_bavail).multipliedReportingOverflow(by: UInt64(room.f_frsize)).0)
    if free < bytes + spared {
      throw StorageError.noRoomForCopy(path: source, bytes: bytes + spared, folder: temporary, free: free)
    }
  }

  private static func copy(_ source: String, to folder: String) throws {
    for name in OpenFiles.names.prefix(2) where FileState(at: source + "/" + name) != nil {
      do {
        try copyFile(source + "/" + name, to: folder + "/" + name)
      } catch let error as POSIXError {
        let why = String(cString: strerror(error.errorCode))
        throw StorageError.unreadable(path: source, why: "it can't be copied to \(folder): \(why)")
      }
    }
  }

  private static func copyFile(_ source: String, to target: String) throws {
    let input = open(source, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard input >= 0 else { throw POSIXError(errno) }
    defer { close(input) }
    let output = OwnFile.open(target, O_WRONLY | O_CREAT | O_EXCL)
    guard output >= 0 else { throw POSIXError(errno) }
    defer { close(output) }
    while true {
      let count = sendfile(output, input, nil, blockBytes)
      if count == 0 { return }
      if count < 0, errno != EINTR { throw POSIXError(errno) }
    }
  }

  private static let blockBytes = 1 << 20

  /// Opens the only connection to the copy, then deletes the copy's files. The system frees their space when the
  /// connection closes, even if the process is killed.
  func opened() throws -> DatabaseQueue {
    defer { folder.remove() }
    let queue = try DatabaseQueue(
      path: folder.path + "/" + Store.fileName, configuration: StoreConnections.configuration(readOnly: true))
    try queue.read { _ = try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") }
    return queue
  }
}

extension Store {
  /// Copies the database and its log from the folder `source` to a private temporary folder, which the caller removes.
  ///
  /// - Throws: the errors of `PrivateCopy`; `StorageError.unreadable` if the system refuses to create the folder.
  package static func copy(of source: String) throws -> ScratchFolder { try PrivateCopy(of: source).folder }

  /// Creates a private folder for temporary files.
  ///
  /// - Throws: `StorageError.unreadable` if the system refuses to create the folder. The error contains the path of the
  ///   parent folder.
  package static func scratchFolder() throws -> ScratchFolder {
    do {
      return try ScratchFolder()
    } catch {
      throw StorageError.unreadable(path: error.place, why: error.description)
    }
  }
}

extension POSIXError {
  fileprivate init(_ code: Int32) { self.init(POSIXErrorCode(rawValue: code) ?? .EIO) }

  fileprivate var errorCode: Int32 { code.rawValue }
}
