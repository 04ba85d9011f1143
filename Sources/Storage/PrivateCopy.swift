internal import Foundation
internal import GRDB

/// A copy of a database and its log in a private folder, which is removed as soon as both files are open.
struct PrivateCopy {
  let files: StillFiles
  private let source: String
  private let folder: String

  var bytes: Int64 { files.bytes }

  private static let attempts = 3
  /// The space to leave free on the disk of the copy.
  private static let spared: Int64 = 64 << 20

  /// - Throws: `StorageError.noRoomForCopy`, before anything is copied; `.changing` if the files keep changing.
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
    guard statvfs(temporary, &room) == 0 else { return }  // the copy itself fails with more detail
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
      try? manager.removeItem(atPath: folder)  // report the first failure
      throw StorageError.unreadable(path: source, why: "it can't be copied to \(folder): \(error.localizedDescription)")
    }
  }

  /// The one connection to the copy. Its files have no names any more, so they vanish with it, however the process
  /// ends.
  func opened() throws -> DatabaseQueue {
    defer { try? FileManager.default.removeItem(atPath: folder) }  // the system cleans up what stays behind
    let queue = try DatabaseQueue(
      path: folder + "/" + Store.fileName, configuration: StoreConnections.configuration(readOnly: true))
    try queue.read { _ = try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") }
    return queue
  }
}
