import Glibc
import Testing
import Watching

/// Whom a refusal speaks of: what the machine lacks for a while is no fact about an entry.
struct SystemErrorTests {
  @Test(arguments: [EMFILE, ENFILE, ENOMEM, ENOBUFS, EINTR])
  func `what the machine lacks ends the look`(code: Int32) {
    #expect(SystemError(code).subject == .machine)
  }

  @Test(arguments: [EIO, ESTALE, ETIMEDOUT, ENOTCONN, EBUSY, EAGAIN, ENODEV, EUCLEAN])
  func `what a device does not answer is tried again`(code: Int32) {
    #expect(SystemError(code).subject == .device)
  }

  @Test(arguments: [EACCES, EPERM, ELOOP, ENAMETOOLONG, ENOTDIR, EINVAL, EOVERFLOW, ENXIO])
  func `what an entry is or forbids stays so`(code: Int32) {
    #expect(SystemError(code).subject == .entry)
  }
}
