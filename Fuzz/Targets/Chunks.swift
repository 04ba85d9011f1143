// Fuzzes the chunker, including front matter, and checks its guarantees. Byte 0 selects the format and how to count tokens.
import FreshetCorpus
@testable import FreshetChunking

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ size: Int) -> Int32 {
  let input = UnsafeBufferPointer(start: start, count: size)
  guard let first = input.first else { return 0 }
  let text = String(decoding: input.dropFirst(), as: UTF8.self)
  let fenced = first & 8 == 0 ? text : "---\ntitle: x\n" + text
  let chunker = ContentDefinedChunker { first & 4 == 0 ? $0.utf8.count / 4 + 1 : $0.split(separator: " ").count }
  let format: DocumentFormat = [.markdown, .plainText, .sourceCode, .markdown][Int(first & 3)]
  let bytes = Array(fenced.utf8)
  let parted = chunker.part(bytes, as: format)
  var end = 0
  for passage in parted.passages {
    precondition(passage.bytes.lowerBound >= end && passage.bytes.upperBound <= bytes.count, "passages out of order")
    end = passage.bytes.upperBound
  }
  precondition(chunker.part(bytes, as: format) == parted, "equal bytes part otherwise")
  return 0
}
