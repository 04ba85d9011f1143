package import FreshetCorpus
internal import Foundation
internal import GRDB

/// The damaged rows that a reader found. The reader omits them from its results and notes them here. So a damaged row
/// doesn't make a whole answer fail, and each answer can say that something is missing.
///
/// Use an instance only within one read, on that read's thread.
package final class LeftOut {
  package enum Row: Hashable {
    /// A passage whose text doesn't match its address, or whose address is invalid.
    case passage(Int64)
    case text(ContentAddress)
    case placement(DocumentID, ordinal: Int64)
    case document(DocumentID)
  }

  private var rows: Set<Row> = []

  package var count: Int { rows.count }

  package func contains(_ row: Row) -> Bool { rows.contains(row) }

  func note(_ row: Row) { rows.insert(row) }
}

extension StoreReader {
  /// Returns the result of `value`. If `value` throws because data is damaged, notes `row` as omitted and returns nil.
  package func sound<Value>(_ row: LeftOut.Row, _ value: () throws -> Value) throws -> Value? {
    do {
      return try value()
    } catch StorageError.damaged, StorageError.damagedContent {
    } catch is RowDecodingError {
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT && error.sql == nil {
      // An error without SQL comes from decoding a column, not from SQLite reading a page.
    }
    leftOut.note(row)
    return nil
  }
}

extension GRDB.Row {
  /// The integer in the column at `index`; nil if the value is not a 64-bit integer.
  func checkedInteger(_ index: Int) -> Int64? { Int64.fromDatabaseValue(stored(index)) }

  /// The count in the column at `index`; nil if the value is not a valid count of documents, passages, lines or bytes.
  func checkedCount(_ index: Int) -> Int? {
    checkedInteger(index).flatMap { StoredNumber.counts.contains($0) ? Int(exactly: $0) : nil }
  }

  func checkedBytes(_ index: Int) -> Data? { Data.fromDatabaseValue(stored(index)) }

  func checkedText(_ index: Int) -> String? { String.fromDatabaseValue(stored(index)) }

  /// The value in the column at `index` as SQLite stores it, of any type.
  func stored(_ index: Int) -> DatabaseValue { self[self.index(startIndex, offsetBy: index)].1 }

  /// The fingerprint in the column at `index`; nil if the value is not a blob of exactly 32 bytes.
  func checkedFingerprint(_ index: Int) -> Fingerprint? {
    guard case .blob(let data) = stored(index).storage else { return nil }
    return data.withUnsafeBytes { Fingerprint(digest: $0) }
  }
}
