// Fuzzes freshet.toml: parses it, then reads every key.
import Foundation
@testable import FreshetCommand

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ size: Int) -> Int32 {
  guard Scratch.hold(Data(bytes: start, count: size), as: "freshet.toml") else { return 0 }
  do {
    let file = try ConfigurationFile(at: Scratch.path + "freshet.toml")
    _ = (file.sources, file.resolutions, file.line(of: ["sources"]))
  } catch {
    _ = "\(error)"
  }
  return 0
}
