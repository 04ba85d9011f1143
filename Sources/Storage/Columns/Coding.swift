internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// Conversions between hashes and their columns (docs/FORMAT.md, section 3).
extension Fingerprint {
  var column: Data { Data(bytes) }

  init(column bytes: UnsafeRawBufferPointer) throws {
    guard let value = Fingerprint(digest: bytes) else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a hash doesn't have 32 bytes")
    }
    self = value
  }
}

/// Reads a column as the requested type. Throws if the value has another type, because no value in a file may crash the
/// process.
///
/// GRDB's own subscripts crash on an unexpected NULL, and convert a text to the number 0. These subscripts have the
/// same signatures plus `throws`, so they hide GRDB's in this module, and the compiler reports each use without a
/// `try`.
extension Row {
  subscript<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ index: Int) -> Value {
    get throws { try checked(index) }
  }

  subscript<Value: DatabaseValueConvertible>(_ index: Int) -> Value {
    get throws { try checked(index) }
  }

  /// Converts the value from the type in which SQLite stores it. GRDB's faster conversion of numbers and texts checks
  /// no type.
  private func checked<Value: DatabaseValueConvertible>(_ index: Int) throws -> Value {
    try decode(Value.self, atIndex: index)
  }
}

extension Row {
  func size(_ index: Int) throws -> Int64 { try StoredNumber.check(self[index], in: StoredNumber.counts) }

  func count(_ index: Int) throws -> Int { try Int(size(index)) }

  func sequence(_ index: Int) throws -> Int64 { try StoredNumber.check(self[index], in: StoredNumber.sequences) }

  func replica(_ index: Int) throws -> ReplicaID {
    let replica = ReplicaID(try self[index])
    guard replica.isPossible else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a replica has an invalid name")
    }
    return replica
  }

  /// The column as the sequence number of a replica's write.
  func write(_ index: Int) throws -> UInt64 { try UInt64(sequence(index)) }

  func stamp(_ index: Int) throws -> HybridTime { HybridTime(ticks: try sequence(index)) }

  /// The column as a time in ns; nil for NULL.
  func moment(_ index: Int) throws -> Timestamp? { try (self[index] as Int64?).map(Timestamp.init(nanoseconds:)) }

  /// The column as a floating-point number. Throws if the number is not finite.
  func measure(_ index: Int) throws -> Double {
    let number: Double = try self[index]
    guard number.isFinite else {
      throw DatabaseError(
        resultCode: .SQLITE_CORRUPT, message: "a column contains \(number) instead of a finite number")
    }
    return number
  }

  func bytes(from start: Int, to end: Int) throws -> Range<Int> {
    try StoredNumber.range(from: count(start), to: count(end))
  }

  func fingerprint(_ index: Int) throws -> Fingerprint {
    try withUnsafeData(atIndex: index) { try ($0 ?? Data()).withUnsafeBytes(Fingerprint.init(column:)) }
  }
}
