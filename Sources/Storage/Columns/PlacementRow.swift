internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// Reads a placement (a passage's position in a document) from a row. `placement` is nil if the row's values are
/// invalid.
struct PlacementRow {
  static let columns = "p.ordinal, p.start, p.\"end\", p.first_line, p.last_line, p.headings, c.address, p.columns"
  let placement: Placement?
  let ordinal: Int64

  /// Reads the columns `PlacementRow.columns` of a row.
  ///
  /// - Parameter size: the document's size in bytes; nil if unknown. A passage that ends beyond it is invalid.
  init(_ row: Row, size: Int64? = nil) {
    ordinal = row.checkedInteger(0) ?? -1
    guard Bounds.counts.contains(ordinal), let start = row.checkedInteger(1), let end = row.checkedInteger(2),
      0 <= start, start < end,
      end <= size ?? .max, let first = row.checkedInteger(3), let last = row.checkedInteger(4), 1 <= first,
      first <= last,
      last <= end, let headings = row.checkedText(5).flatMap(HeadingsColumn.value),
      let columns = row.hasNull(atIndex: 7) ? [] : row.checkedText(7).flatMap(HeadingsColumn.value),
      let address = row.checkedFingerprint(6)
    else {
      placement = nil
      return
    }
    placement = Placement(
      ordinal: Int(ordinal), bytes: Int(start)..<Int(end), lines: LineRange(first: Int(first), last: Int(last)),
      headingPath: headings, columns: columns, address: ContentAddress(address))
  }
}
