/// What a row of the lexical index contains the words of. The row's number tells the kinds apart.
enum LexicalRow: Equatable {
  /// A passage: its row in `chunks`.
  case passage(Int64)
  /// Headings: their row in `headings`.
  case headings(Int64)
  /// A document's labels: its row in `documents`.
  case labels(Int64)

  /// Headings have this number added to their rows. No store has as many passages.
  static let firstHeadings: Int64 = 1 << 48
  /// Labels have this number added to their rows.
  static let firstLabels: Int64 = 2 << 48

  init(_ row: Int64) {
    if row < Self.firstHeadings {
      self = .passage(row)
    } else if row < Self.firstLabels {
      self = .headings(row - Self.firstHeadings)
    } else {
      self = .labels(row - Self.firstLabels)
    }
  }
}
