internal import FreshetCorpus

/// The names of a table's columns as they are stored with each passage of its rows.
enum ColumnNames {
  private static let mostColumns = 64
  private static let maximumInBytes = 1000

  /// Each name in one line, without white space at its ends. Every passage of the table stores the names, so at most 64
  /// of them, and 1,000 bytes in total, are kept. Empty if no column has a name.
  static func bounded(_ cells: [String]) -> [String] {
    var (names, left) = ([String](), maximumInBytes)
    for cell in cells.prefix(mostColumns) {
      let name = cell.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      left -= name.utf8.count
      if left < 0 { break }
      names.append(name.replacing("\0", with: " "))
    }
    return names.allSatisfy(\.isEmpty) ? [] : names
  }
}
