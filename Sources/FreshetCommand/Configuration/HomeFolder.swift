internal import Foundation
internal import Freshet

enum HomeFolder {
  /// The home folder of the process's effective user in the system's user database; nil if the database lacks that
  /// user.
  static var ofSystem: String? {
    guard let entry = getpwuid(geteuid()), let folder = entry.pointee.pw_dir else { return nil }
    return String(cString: folder)
  }

  static var path: String {
    if let named = Settings.environment("HOME"), named.hasPrefix("/") { return named }
    return ofSystem ?? "/"
  }
}
