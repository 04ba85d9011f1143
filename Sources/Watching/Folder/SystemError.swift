internal import Glibc

/// An error of the operating system, as its `errno`.
package struct SystemError: Error, Hashable, Sendable {
  package let code: Int32

  package init(_ code: Int32) {
    self.code = code
  }

  static var last: SystemError { SystemError(errno) }

  /// Whether nothing has that name: the entry, or a folder on the way to it, is not there.
  var saysAbsent: Bool { code == ENOENT || code == ENOTDIR }
}

extension SystemError {
  /// What an error is about.
  package enum Subject: Hashable, Sendable {
    /// The entry: it can't be read, isn't a file, or its name is too long. This stays so until somebody changes it.
    case entry
    /// The device or server: a disk error, a server that doesn't answer, a file replaced during the read. The entry may
    /// be intact, so the read is retried.
    case device
    /// This machine: no descriptor or memory is left. It says nothing about any entry, so the whole scan is retried.
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
