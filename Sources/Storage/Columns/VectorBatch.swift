internal import FreshetCorpus

/// A batch of stored vectors to check for damage. Their bytes lie one after another in one array.
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

  /// The `owner` values of the vectors with a wrong checksum, length or norm.
  func damaged() -> [Int] {
    bytes.withUnsafeBytes { bytes in
      var damaged: [Int] = []
      for start in stride(from: 0, to: entries.count, by: 4) {
        let group = entries[start..<Swift.min(start + 4, entries.count)]
        let vectors = group.map { UnsafeRawBufferPointer(rebasing: bytes[$0.bytes]) }
        for (entry, (vector, sum)) in zip(group, zip(vectors, Self.checksums(of: vectors)))
        where sum != entry.checksum || !UnitVector.isUnit(vector) {
          damaged.append(entry.owner)
        }
      }
      return damaged
    }
  }

  /// Computes the checksums of the vectors. For four vectors of equal length, computes all four at once: within one
  /// checksum each step depends on the step before, so four interleaved computations take little longer than one.
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
}
