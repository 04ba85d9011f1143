import FreshetTestSupport
import Foundation
import Glibc

extension TemporaryFolder {
  func makeFolder(_ name: String, mode: mode_t = 0o700) throws {
    try FileManager.default.createDirectory(atPath: at(name), withIntermediateDirectories: true)
    chmod(at(name), mode)
  }

  func write(_ text: String, to name: String, mode: mode_t = 0o600) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: at(name)))
    chmod(at(name), mode)
  }

  /// Everything below it, with its mode: `index 600`.
  func modes() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: path).sorted().map { name in
      var status = stat()
      lstat(at(name), &status)
      return name + " " + String(status.st_mode & 0o7777, radix: 8)
    }
  }

  func owner(of name: String) -> [UInt32] {
    var status = stat()
    lstat(at(name), &status)
    return [status.st_uid, status.st_gid]
  }
}
