internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// Converts a vector to and from its column: float32, little-endian, with a checksum beside it.
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

  /// Reads the columns `components` and `checksum`, from `index` on; nil if they aren't what was stored.
  static func vector(_ row: Row, from index: Int) -> UnitVector? {
    guard let data = Data.fromDatabaseValue(row.stored(index)), let checksum = row.checkedInteger(index + 1)
    else { return nil }
    return vector(data, checksum: checksum)
  }

  /// Nil if the checksum, the length or the norm isn't what was stored.
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
