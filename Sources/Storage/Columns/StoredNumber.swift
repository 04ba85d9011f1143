internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// Checks that numbers from the database are within the ranges that `Bounds` defines.
enum StoredNumber {
  static let counts = Bounds.counts
  static let sequences = Bounds.sequences

  static func check(_ number: Int64, in bounds: ClosedRange<Int64>) throws -> Int64 {
    guard bounds.contains(number) else {
      throw DatabaseError(
        resultCode: .SQLITE_CORRUPT,
        message: "a column contains \(number) instead of a number from \(bounds.lowerBound) to \(bounds.upperBound)")
    }
    return number
  }

  static func range(from start: Int, to end: Int) throws -> Range<Int> {
    guard start <= end else {
      throw DatabaseError(
        resultCode: .SQLITE_CORRUPT, message: "a passage ends at byte \(end), before it starts at \(start)")
    }
    return start..<end
  }
}
