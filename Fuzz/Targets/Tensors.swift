// Fuzzes safetensors files. The input is the header; the first byte may make the stated length wrong.
import Foundation
@testable import FreshetEmbedding

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ size: Int) -> Int32 {
  let input = Data(bytes: start, count: size)
  guard let first = input.first else { return 0 }
  let header = input.dropFirst()
  let length = first & 1 == 0 ? UInt64(header.count) : UInt64(first) << (first & 62)
  let bytes = withUnsafeBytes(of: length.littleEndian) { Data($0) } + header + Data(count: 64)
  guard Scratch.hold(bytes), let file = try? MappedFile(path: Scratch.path), let tensors = try? SafeTensors(file: file) else { return 0 }
  for (name, shape) in [("a", [2, 2]), ("b", [16]), ("", []), ("embeddings.word_embeddings.weight", [4, 4])] {
    guard let values = try? tensors.float32(name, shape: shape) else { continue }
    // AddressSanitizer reports any element outside the file.
    var sum: Float = 0
    for index in 0..<shape.reduce(1, *) { sum += values[index] }
    if sum == 1 { print("") }
  }
  return 0
}
