internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// Converts a vector to and from its column, which contains little-endian 32-bit floats. A second column contains the
/// checksum.
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

  /// Reads a vector from the columns `components` and `checksum` at `index` and `index + 1`; nil if it is damaged.
  static func vector(_ row: Row, from index: Int) -> UnitVector? {
    guard let data = Data.fromDatabaseValue(row.stored(index)), let checksum = row.checkedInteger(index + 1)
    else { return nil }
    return vector(data, checksum: checksum)
  }

  /// The vector with these bytes; nil if its checksum, its length or its norm is wrong.
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
