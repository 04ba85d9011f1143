// Fuzzes the index file: changes the directory of a saved index and corrects its checksums, so that later checks are reached.
import FreshetKernels
import Foundation
@testable import FreshetCorpus
@testable import FreshetIndexing

private let dimension = 16
private let count = 40

private func vector(_ number: Int) -> UnitVector {
  let components = (0..<dimension).map { Float(($0 * 31 + number * 17) % 23) - 11 + Float(number % 7) / 8 }
  return UnitVector(normalizing: components)!  // never all zero, and finite
}

private func saved(_ index: some SimilarityIndex) -> [UInt8] {
  var index = index
  for number in 0..<count { index.insert(vector(number), at: ContentAddress(Fingerprint(hashing: "\(number)"))) }
  let path = Scratch.path + "-seed"
  guard (try? IndexFile.write(index, stamp: [1, 2, 3], roster: [4, 5, 6], to: path)) != nil,
    let bytes = FileManager.default.contents(atPath: path)
  else { return [] }
  return Array(bytes)
}

nonisolated(unsafe) private let seeds = [saved(FlatIndex(dimension: dimension)), saved(LSHIndex(dimension: dimension))]

/// Byte 0 selects the index. Each further three bytes set one byte of the directory: its position and its value.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ size: Int) -> Int32 {
  let input = UnsafeBufferPointer(start: start, count: size)
  guard let first = input.first else { return 0 }
  var bytes = seeds[Int(first & 1)]
  if bytes.isEmpty { return 0 }
  func word(_ place: Int) -> Int { Int(bytes[place..<place + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }) }
  let (directory, length) = (word(24), word(32))
  for step in stride(from: 1, to: size - 2, by: 3) {
    bytes[directory + (Int(input[step]) << 8 | Int(input[step + 1])) % length] = input[step + 2]
  }
  if first & 2 == 0 { mend(&bytes, 40, directory, length) }
  mend(&bytes, 48, 0, 48)
  guard Scratch.hold(Data(bytes)), let file = try? IndexFile(path: Scratch.path) else { return 0 }
  _ = file.withRoster { $0.count }
  // As in the cache: the checksums of its parts reveal a damaged file before any row is served.
  guard file.isSound() else { return 0 }
  _ = file.index.search(5, for: vector(3), recall: .exact)
  return 0
}

private func mend(_ bytes: inout [UInt8], _ place: Int, _ start: Int, _ count: Int) {
  let sum = bytes.withUnsafeBufferPointer { freshet_checksum($0.baseAddress! + start, count) }
  withUnsafeBytes(of: sum.littleEndian) { bytes.replaceSubrange(place..<place + 8, with: $0) }
}
