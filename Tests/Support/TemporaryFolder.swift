package import Foundation
internal import Glibc

/// A folder of one test's own, which goes when nothing holds it any longer.
package final class TemporaryFolder: Sendable {
  /// As the kernel names it, without links, so that paths compare.
  package let path: String

  package var url: URL { URL(fileURLWithPath: path, isDirectory: true) }

  /// - Parameter place: the folder in which it is made; nil for the system's place.
  package init(in place: String? = nil) throws {
    var template = Array(((place ?? FileManager.default.temporaryDirectory.path) + "/freshet-test-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    guard let real = realpath(template, nil) else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    defer { free(real) }
    path = String(cString: real)
    chmod(path, 0o755)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)  // the system cleans up what stays behind
  }

  package func at(_ name: String) -> String { name.isEmpty ? path : path + "/" + name }
}
