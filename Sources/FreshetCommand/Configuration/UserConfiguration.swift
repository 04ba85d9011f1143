internal import Foundation
internal import Freshet

/// The caller's own `freshet/config.toml`: docs/CONFIGURATION.md.
struct UserConfiguration {
  static let name = "freshet/config.toml"

  /// Commands take a store or a freshet.toml from these folders, even if another user owns it.
  private(set) var trusted: [String] = []

  /// Reads the file. Without one, or if another user owns it or may write it, no folder is trusted.
  init() throws {
    guard let file = Self.ownFile else { return }
    let table = ConfigurationTable(try ConfigurationDocument(at: file.path, judged: file))
    try table.refuseOthers(than: ["trusted"])
    trusted = try (table.patterns("trusted") ?? []).map { entry in
      let folder = entry.hasPrefix("~/") ? HomeFolder.path + entry.dropFirst() : entry
      guard folder.utf8.first == UInt8(ascii: "/") else {
        throw table.wrong("trusted", what: "\(entry) is no absolute path")
      }
      return folder
    }
  }

  private static var path: String {
    let named = Settings.environment("XDG_CONFIG_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
    return (named ?? HomeFolder.path + "/.config") + "/" + name
  }

  private static var ownFile: JudgedFile? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_uid == geteuid(), status.st_mode & 0o022 == 0 else { return nil }
    return JudgedFile(path: path, device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
  }
}
