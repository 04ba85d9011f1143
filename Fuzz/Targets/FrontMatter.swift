// Front matter: the input stands between two fences. What is read of it is bounded, and every byte of it lies in a passage.
import FreshetCorpus
@testable import FreshetChunking

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ size: Int) -> Int32 {
  let block = String(decoding: UnsafeBufferPointer(start: start, count: size), as: UTF8.self)
  let bytes = Array("---\n\(block)\n---\n\nText.\n".utf8)
  let mapping = YAMLMapping(Array(block.utf8)[...])
  precondition(mapping?.fields.allSatisfy { !$0.key.isEmpty && !$0.value.isEmpty } ?? true, "an empty field")
  var covered = [Bool](repeating: false, count: bytes.count)
  let passages = ContentDefinedChunker { $0.utf8.count / 4 + 1 }.part(bytes, as: .markdown).passages
  for passage in passages { for index in passage.bytes { covered[index] = true } }
  for (index, byte) in bytes.enumerated() where !covered[index] {
    precondition(byte <= 0x20 || byte >= 0x7F || byte == 0x2D, "byte \(index), \(byte), lies in no passage")
  }
  return 0
}
