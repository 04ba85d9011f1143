/// Recognizes tables of GitHub Flavored Markdown.
enum MarkdownTable {
  /// Returns the names of a table's columns; nil if the lines aren't a table: the second line must be a delimiter row
  /// with at least one pipe.
  static func columns(of range: Range<Int>, in lines: SourceLines) -> [String]? {
    guard range.count >= 2, isDelimiter(lines.bytes[lines[range.lowerBound + 1]]) else { return nil }
    return ColumnNames.bounded(cells(of: lines.bytes[lines[range.lowerBound]]))
  }

  private static func isDelimiter(_ line: ArraySlice<UInt8>) -> Bool {
    let row = line.filter { !$0.isBlank && $0 != UInt8(ascii: ">") }
    return row.contains(UInt8(ascii: "|")) && row.contains(UInt8(ascii: "-"))
      && row.allSatisfy { $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ":") }
  }

  /// The cells of a row, without white space at their ends. A pipe after a backslash is part of a cell.
  private static func cells(of line: ArraySlice<UInt8>) -> [String] {
    var row = line.drop { $0.isBlank || $0 == UInt8(ascii: ">") }
    while row.last?.isBlank == true { row.removeLast() }
    if row.first == UInt8(ascii: "|") { row.removeFirst() }
    if row.last == UInt8(ascii: "|"), row.dropLast().last != UInt8(ascii: "\\") { row.removeLast() }
    var cells: [[UInt8]] = [[]]
    for byte in row {
      if byte == UInt8(ascii: "|"), cells[cells.count - 1].last != UInt8(ascii: "\\") {
        cells.append([])
      } else {
        if byte == UInt8(ascii: "|") { cells[cells.count - 1].removeLast() }
        cells[cells.count - 1].append(byte)
      }
    }
    return cells.map { String(decoding: $0, as: UTF8.self) }
  }
}
