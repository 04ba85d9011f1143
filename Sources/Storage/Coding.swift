internal import Corpus
internal import Foundation
internal import GRDB

/// How values lie in columns: docs/FORMAT.md, section 3.
extension Fingerprint {
  var column: Data { Data(bytes) }

  init(column bytes: some Sequence<UInt8>) throws {
    guard let value = Fingerprint(bytes: bytes) else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a digest has not 32 bytes")
    }
    self = value
  }
}

extension Row {
  func fingerprint(_ index: Int) throws -> Fingerprint {
    try withUnsafeData(atIndex: index) { try Fingerprint(column: $0 ?? Data()) }
  }
}

enum JSONColumn {
  static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  static func value<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(text.utf8))
    } catch {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a JSON column is malformed: \(text)")
    }
  }
}

/// A vector as its column holds it: float32, little-endian, with a checksum beside it.
enum VectorColumn {
  static func data(_ vector: UnitVector) -> Data {
    vector.components.withUnsafeBytes { Data($0) }
  }

  static func checksum(_ data: Data) -> Int64 {
    var hash = StableHash()
    data.withUnsafeBytes { bytes in
      for byte in bytes { hash.combine(byte) }
    }
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
