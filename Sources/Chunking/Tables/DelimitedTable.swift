/// Recognizes a file of values separated by commas, semicolons, tabs or bars (CSV, RFC 4180) whose first line names the
/// columns.
enum DelimitedTable {
  private static let endings: [String: [UInt8]] = [
    ".csv": Array(",;\t|".utf8), ".tsv": Array("\t".utf8), ".tab": Array("\t".utf8), ".psv": Array("|".utf8),
  ]

  /// The names of the columns, and the line that contains them; nil if the file's name doesn't say that it is such a
  /// table, or if its first line with text has numbers, empty cells or equal cells, and so is a row.
  static func header(of lines: SourceLines, named name: String) -> (line: Int, columns: [String])? {
    let name = name.lowercased()
    guard let delimiters = endings.first(where: { name.hasSuffix($0.key) })?.value,
      let first = (0..<lines.count).first(where: { !lines.isBlank($0) })
    else { return nil }
    let line = lines.bytes[lines[first]]
    let counts = delimiters.map { delimiter in line.count { $0 == delimiter } }
    guard let most = counts.max(), most > 0, let index = counts.firstIndex(of: most) else { return nil }
    let cells = cells(of: line, by: delimiters[index])
    let names = cells.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    guard Set(names).count == names.count, names.allSatisfy(isName) else { return nil }
    let columns = ColumnNames.bounded(cells)
    return columns.isEmpty ? nil : (first, columns)
  }

  private static func isName(_ cell: String) -> Bool { !cell.isEmpty && Double(cell) == nil }

  /// The cells of a line. In quotes, a delimiter is part of a cell, and two quotes are one.
  private static func cells(of line: ArraySlice<UInt8>, by delimiter: UInt8) -> [String] {
    let quote = UInt8(ascii: "\"")
    var (cells, isQuoted, index) = ([[UInt8]()], false, line.startIndex)
    while index < line.endIndex {
      let byte = line[index]
      index += 1
      if byte == delimiter, !isQuoted {
        cells.append([])
      } else if byte != quote {
        cells[cells.count - 1].append(byte)
      } else if isQuoted, index < line.endIndex, line[index] == quote {
        cells[cells.count - 1].append(quote)
        index += 1
      } else {
        isQuoted.toggle()
      }
    }
    return cells.map { String(decoding: $0, as: UTF8.self) }
  }
}
