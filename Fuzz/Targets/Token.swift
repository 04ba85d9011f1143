// Fuzzes session tokens: a valid one reads back as it was written, and merges with itself.
@testable import FreshetCorpus

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ size: Int) -> Int32 {
  let text = String(decoding: UnsafeBufferPointer(start: start, count: size), as: UTF8.self)
  guard let token = SessionToken(text) else { return 0 }
  precondition(token.merging(token) == token && SessionToken(token.description) == token, text)
  _ = (token.sequence, token.history)
  return 0
}
