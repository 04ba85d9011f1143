import GRDB
import Testing

@testable import FreshetStorage

@Suite struct StorageErrorTests {
  @Test(arguments: [ResultCode.SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL])
  func `what others' locks cause is reported as locked, so that a caller tries again`(code: ResultCode) {
    let error = StorageError(DatabaseError(resultCode: code, message: "locking protocol"), path: "/s")
    #expect(error == .locked(path: "/s", holder: "another process"))
  }
}
