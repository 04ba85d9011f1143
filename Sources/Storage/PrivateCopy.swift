internal import Foundation
internal import GRDB

/// A copy of a database and its log in a folder of this process's own, which goes as soon as both are open.
struct PrivateCopy {
  let files: StillFiles
  private let source: String
  private let folder: String

  var bytes: Int64 { files.bytes }

  private static let attempts = 3
  /// Left free on the disk that the copy goes to.
  private static let spared: Int64 = 64 << 20

  /// - Throws: `StorageError.noRoomForCopy`, before anything is copied; `.changing` when the files change all the time.
  init(of source: String) throws {
    self.source = source
    let temporary = FileManager.default.temporaryDirectory.path
    folder = temporary + "/freshet-copy-\(UUID().uuidString)"
    for _ in 0..<Self.attempts {
      let files = try StillFiles(in: source)
      try Self.checkRoom(for: files.bytes, of: source, in: temporary)
      try Self.copy(source, to: folder)
      if try StillFiles(in: source) == files {
        self.files = files
        return
      }
      try FileManager.default.removeItem(atPath: folder)
    }
    throw StorageError.changing(path: source)
  }

  private static func checkRoom(for bytes: Int64, of source: String, in temporary: String) throws {
    var room = statvfs()
    guard statvfs(temporary, &room) == 0 else { return }  // copying tells more
    let free = Int64(clamping: UInt64(room.f_bavail).multipliedReportingOverflow(by: UInt64(room.f_frsize)).0)
    if free < bytes + spared {
      throw StorageError.noRoomForCopy(path: source, bytes: bytes, folder: temporary, free: free)
    }
  }

  private static func copy(_ source: String, to folder: String) throws {
    let manager = FileManager.default
    do {
      try manager.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      for name in OpenFiles.names.prefix(2) where manager.fileExists(atPath: source + "/" + name) {
        try manager.copyItem(atPath: source + "/" + name, toPath: folder + "/" + name)
      }
    } catch {
      try? manager.removeItem(atPath: folder)  // the first failure is the one to tell
      throw StorageError.unreadable(path: source, why: "it can't be copied to \(folder): \(error.localizedDescription)")
    }
  }

  /// The one connection to the copy. Its files have no names any more, so they go with it, however the process ends.
  func opened() throws -> DatabaseQueue {
    defer { try? FileManager.default.removeItem(atPath: folder) }  // what stays behind is the system's to clean
    let queue = try DatabaseQueue(
      path: folder + "/" + Store.fileName, configuration: StoreConnections.configuration(readOnly: true))
    try queue.read { _ = try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") }
    return queue
  }
}
