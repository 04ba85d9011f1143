internal import Foundation
internal import Freshet

/// The user's own `freshet/config.toml`, as docs/CONFIGURATION.md defines it.
struct UserConfiguration {
  static let name = "freshet/config.toml"

  /// Folders in which commands use a store or a freshet.toml even if another user owns it.
  private(set) var trusted: [String] = []

  /// Reads the file. No folder is trusted if the file is missing, or if another user owns it or may write to it.
  init() throws {
    guard let file = Self.ownFile else { return }
    let table = ConfigurationTable(try ConfigurationDocument(at: file.path, judged: file))
    try table.refuseOthers(than: ["trusted"])
    trusted = try (table.patterns("trusted") ?? []).map { entry in
      let folder = entry.hasPrefix("~/") ? HomeFolder.path + entry.dropFirst() : entry
      guard folder.utf8.first == UInt8(ascii: "/") else {
        throw table.wrong("trusted", what: "\(entry) is not an absolute path: begin it with / or ~/")
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
