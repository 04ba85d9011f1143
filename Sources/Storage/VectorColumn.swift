internal import Corpus
internal import Foundation

/// A vector as its column holds it: float32, little-endian, with a checksum beside it.
enum VectorColumn {
  static func data(_ vector: UnitVector) -> Data {
    vector.components.withUnsafeBytes { Data($0) }
  }

  static func checksum(_ data: Data) -> Int64 {
    data.withUnsafeBytes { checksum($0) }
  }

  static func checksum(_ bytes: UnsafeRawBufferPointer) -> Int64 {
    var hash = StableHash()
    for byte in bytes { hash.combine(byte) }
    return Int64(bitPattern: hash.state)
  }

  /// Nil when the checksum, the length or the norm is not what was written.
  static func vector(_ data: Data, checksum: Int64) -> UnitVector? {
    guard self.checksum(data) == checksum, data.count % 4 == 0 else { return nil }
    return UnitVector(components(data))
  }

  static func components(_ data: Data) -> [Float] {
    [Float](unsafeUninitializedCapacity: data.count / 4) { buffer, count in
      count = data.prefix(data.count / 4 * 4).copyBytes(to: buffer) / 4
    }
  }
}

/// Stored vectors that are to be checked, and none of them read: their bytes end to end.
struct VectorBatch {
  private struct Entry {
    let bytes: Range<Int>
    let checksum: Int64
    let owner: Int
  }

  private var bytes: [UInt8] = []
  private var entries: [Entry] = []

  mutating func append(_ vector: UnsafeRawBufferPointer, checksum: Int64, of owner: Int) {
    let start = bytes.count
    bytes.append(contentsOf: vector)
    entries.append(Entry(bytes: start..<bytes.count, checksum: checksum, owner: owner))
  }

  /// The owners of those whose checksum, length or norm is not what was written.
  func damaged() -> [Int] {
    bytes.withUnsafeBytes { bytes in
      var damaged: [Int] = []
      for start in stride(from: 0, to: entries.count, by: 4) {
        let group = entries[start..<Swift.min(start + 4, entries.count)]
        let sums = Self.checksums(of: group.map { UnsafeRawBufferPointer(rebasing: bytes[$0.bytes]) })
        for (entry, sum) in zip(group, sums) where sum != entry.checksum || !Self.isUnit(bytes, entry.bytes) {
          damaged.append(entry.owner)
        }
      }
      return damaged
    }
  }

  /// Four of one length at once: each byte's step waits for the one before, so that four take little longer than one.
  private static func checksums(of vectors: [UnsafeRawBufferPointer]) -> [Int64] {
    guard vectors.count == 4, vectors.allSatisfy({ $0.count == vectors[0].count }) else {
      return vectors.map { VectorColumn.checksum($0) }
    }
    var (first, second, third, fourth) = (StableHash(), StableHash(), StableHash(), StableHash())
    for index in 0..<vectors[0].count {
      first.combine(vectors[0][index])
      second.combine(vectors[1][index])
      third.combine(vectors[2][index])
      fourth.combine(vectors[3][index])
    }
    return [first, second, third, fourth].map { Int64(bitPattern: $0.state) }
  }

  private static func isUnit(_ bytes: UnsafeRawBufferPointer, _ vector: Range<Int>) -> Bool {
    vector.count % 4 == 0 && UnitVector.isUnit(UnsafeRawBufferPointer(rebasing: bytes[vector]))
  }
}
