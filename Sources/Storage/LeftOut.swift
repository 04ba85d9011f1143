package import Corpus
internal import Foundation
internal import GRDB

/// Rows that aren't what was stored. A reader leaves them out of what it gives and notes them here, so that one damaged row
/// fails no answer, and an answer can say that it lacks something.
///
/// Of one reading, on its thread alone.
package final class LeftOut {
  package enum Row: Hashable {
    /// A passage whose text isn't the one of its address, or whose address is none.
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
  /// Nil, and left out, where what `value` reads isn't what was stored.
  package func sound<Value>(_ row: LeftOut.Row, _ value: () throws -> Value) throws -> Value? {
    do {
      return try value()
    } catch StorageError.damaged, StorageError.damagedContent {
    } catch is RowDecodingError {
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT && error.sql == nil {
      // Without a statement it isn't SQLite that says so of a page, but who reads a column.
    }
    leftOut.note(row)
    return nil
  }
}

extension GRDB.Row {
  /// Nil for a value that is no integer of 64 bits.
  func checkedInteger(_ index: Int) -> Int64? { Int64.fromDatabaseValue(stored(index)) }

  /// Nil for what is no number of documents, passages, lines or bytes.
  func checkedCount(_ index: Int) -> Int? {
    checkedInteger(index).flatMap { StoredNumber.counts.contains($0) ? Int(exactly: $0) : nil }
  }

  func checkedText(_ index: Int) -> String? { String.fromDatabaseValue(stored(index)) }

  /// As SQLite holds it; any value is one.
  func stored(_ index: Int) -> DatabaseValue { self[self.index(startIndex, offsetBy: index)].1 }

  /// Nil for anything but 32 bytes.
  func checkedFingerprint(_ index: Int) -> Fingerprint? {
    guard case .blob(let data) = stored(index).storage else { return nil }
    return data.withUnsafeBytes { Fingerprint(digest: $0) }
  }
}

/// A placement as its row holds it, if what it says can be.
struct PlacementRow {
  static let columns = "p.ordinal, p.start, p.\"end\", p.first_line, p.last_line, p.headings, c.address"
  let placement: Placement?
  let ordinal: Int64

  /// - Parameter size: of the document, where it is known.
  init(_ row: Row, size: Int64? = nil) {
    ordinal = row.checkedInteger(0) ?? -1
    guard ordinal >= 0, let start = row.checkedInteger(1), let end = row.checkedInteger(2), 0 <= start, start < end,
      end <= size ?? .max, let first = row.checkedInteger(3), let last = row.checkedInteger(4), 1 <= first,
      first <= last,
      last <= end, let headings = row.checkedText(5).flatMap(HeadingsColumn.value),
      let address = row.checkedFingerprint(6)
    else {
      placement = nil
      return
    }
    placement = Placement(
      ordinal: Int(ordinal), bytes: Int(start)..<Int(end), lines: LineRange(first: Int(first), last: Int(last)),
      headingPath: headings, address: ContentAddress(address))
  }
}

/// Headings as their column holds them; many passages have none.
enum HeadingsColumn {
  /// Nil for what is no list of texts.
  static func value(_ text: String) -> [String]? {
    text == "[]" ? [] : try? JSONColumn.value([String].self, text)
  }
}

/// Metadata as their column holds them. What can't be read comes again with the text that it is taken from.
enum MetadataColumn {
  static func value(_ text: String?) -> [String: String] {
    text.flatMap { try? JSONColumn.value([String: String].self, $0) } ?? [:]
  }
}
