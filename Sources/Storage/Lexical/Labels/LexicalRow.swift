/// What a row of the lexical index contains the words of. The row's number tells the kinds apart.
///
/// FTS5 writes a segment whenever the numbers of new rows descend. A commit meets new headings first, then documents,
/// and indexes passages last, so their numbers are in this order.
enum LexicalRow: Equatable {
  /// Headings: their row in `headings`.
  case headings(Int64)
  /// A document's labels: its row in `documents`.
  case labels(Int64)
  /// A passage: its row in `chunks`.
  case passage(Int64)

  /// Headings have this number added to their rows.
  static let firstHeadings: Int64 = -2 << 48
  /// Labels have this number added to their rows. No store has as many headings or documents.
  static let firstLabels: Int64 = -1 << 48

  init(_ row: Int64) {
    if row >= 0 {
      self = .passage(row)
    } else if row >= Self.firstLabels {
      self = .labels(row - Self.firstLabels)
    } else {
      self = .headings(row &- Self.firstHeadings)
    }
  }
}
