// Fuzzes freshet.toml: parses it, then reads every key.
import Foundation
import Freshet
import Glibc
@testable import FreshetCommand

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ size: Int) -> Int32 {
  guard Scratch.hold(Data(bytes: start, count: size), as: "freshet.toml") else { return 0 }
  do {
    let path = Scratch.path + "freshet.toml"
    var status = stat()
    guard stat(path, &status) == 0 else { return 0 }
    let file = try ConfigurationFile(
      JudgedFile(path: path, device: UInt64(status.st_dev), inode: UInt64(status.st_ino)))
    _ = (file.sources, file.resolutions, file.line(of: ["sources"]))
  } catch {
    _ = "\(error)"
  }
  return 0
}
