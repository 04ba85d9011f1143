internal import Glibc

/// What the operating system refused, as its `errno`.
package struct SystemError: Error, Hashable, Sendable {
  package let code: Int32

  package init(_ code: Int32) {
    self.code = code
  }

  static var last: SystemError { SystemError(errno) }

  /// Nothing has that name: it, or a folder on the way to it, is not there.
  var saysAbsent: Bool { code == ENOENT || code == ENOTDIR }
}

extension SystemError: CustomStringConvertible {
  package var description: String { "\(String(cString: strerror(code))) (errno \(code))" }
}
