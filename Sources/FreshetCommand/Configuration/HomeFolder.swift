internal import Foundation
internal import Freshet

enum HomeFolder {
  /// The user's home folder in the system's records; nil for a user whom the system doesn't know.
  static var ofSystem: String? {
    guard let entry = getpwuid(geteuid()), let folder = entry.pointee.pw_dir else { return nil }
    return String(cString: folder)
  }

  static var path: String {
    if let named = Settings.environment("HOME"), named.hasPrefix("/") { return named }
    return ofSystem ?? "/"
  }
}
