import Glibc
import Testing
import FreshetWatching

/// What an error concerns: a temporary lack on the machine says nothing about an entry.
struct SystemErrorTests {
  @Test(arguments: [EMFILE, ENFILE, ENOMEM, ENOBUFS, EINTR])
  func `a lack of machine resources ends the scan`(code: Int32) {
    #expect(SystemError(code).subject == .machine)
  }

  @Test(arguments: [EIO, ESTALE, ETIMEDOUT, ENOTCONN, EBUSY, EAGAIN, ENODEV, EUCLEAN])
  func `a device error is retried`(code: Int32) {
    #expect(SystemError(code).subject == .device)
  }

  @Test(arguments: [EACCES, EPERM, ELOOP, ENAMETOOLONG, ENOTDIR, EINVAL, EOVERFLOW, ENXIO])
  func `an error of the entry itself is permanent`(code: Int32) {
    #expect(SystemError(code).subject == .entry)
  }
}
