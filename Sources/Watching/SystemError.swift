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

extension SystemError {
  /// Of what a refusal tells.
  package enum Subject: Hashable, Sendable {
    /// The entry: it may not be read, it is no file, its name is too long. It stays so until somebody changes it.
    case entry
    /// What it lies on: a disk with an error, a server that doesn't answer, a file that changed hands meanwhile. The entry may
    /// be sound, so it is tried again.
    case device
    /// This machine: no descriptor, no memory was left. Nothing was learnt of any entry, so the whole look is tried again.
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
