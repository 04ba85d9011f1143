internal import Corpus
internal import Foundation
internal import GRDB

/// How values lie in columns: docs/FORMAT.md, section 3.
extension Fingerprint {
  var column: Data { Data(bytes) }

  init(column bytes: UnsafeRawBufferPointer) throws {
    guard let value = Fingerprint(digest: bytes) else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a digest has not 32 bytes")
    }
    self = value
  }
}

extension Row {
  func fingerprint(_ index: Int) throws -> Fingerprint {
    try withUnsafeData(atIndex: index) { try ($0 ?? Data()).withUnsafeBytes(Fingerprint.init(column:)) }
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
