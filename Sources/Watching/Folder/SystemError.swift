internal import Glibc

/// An error of the operating system, as its `errno`.
package struct SystemError: Error, Hashable, Sendable {
  package let code: Int32

  package init(_ code: Int32) {
    self.code = code
  }

  static var last: SystemError { SystemError(errno) }

  /// Whether the error means that the entry, or a folder on the way to it, doesn't exist.
  var saysAbsent: Bool { code == ENOENT || code == ENOTDIR }
}

extension SystemError {
  /// What an error concerns, which decides whether a retry can help.
  package enum Subject: Hashable, Sendable {
    /// The error concerns the entry: no permission, not a file, or its name is too long. It persists until somebody
    /// changes the entry.
    case entry
    /// The error concerns the device or server: a disk error, a server that doesn't respond, a file replaced during the
    /// read. The entry may be intact, so the read is retried.
    case device
    /// The error concerns this machine: no descriptor or memory is left. It says nothing about any entry, so the whole
    /// scan is retried.
    case machine
  }

  package var subject: Subject {
    switch code {
    case EMFILE, ENFILE, ENOMEM, ENOBUFS, EINTR: .machine
    case EIO, EAGAIN, EBUSY, ESTALE, ETIMEDOUT, ENODEV, ENOLINK, ENOLCK, EDEADLK, EBADMSG, EUCLEAN, EREMOTEIO: .device
    case ENOTCONN, ECONNREFUSED, ECONNRESET, ECONNABORTED, ESHUTDOWN, EHOSTDOWN, EHOSTUNREACH, ENETDOWN, ENETUNREACH:
      .device
    default: .entry
    }
  }
}

extension SystemError: CustomStringConvertible {
  package var description: String { "\(String(cString: strerror(code))) (errno \(code))" }
}
