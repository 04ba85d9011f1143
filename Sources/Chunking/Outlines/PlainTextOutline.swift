/// Splits plain text into units: paragraphs are separated by blank lines and split into sentences, or into the records
/// of a log; a line that begins with a list mark begins a list item.
///
/// Headings aren't detected, because a wrong guess would force a chunk boundary.
enum PlainTextOutline {
  static func outline(in builder: OutlineBuilder) -> Outline {
    var (builder, lines) = (builder, builder.lines)
    var line = 0
    while line < lines.count {
      if lines.isBlank(line) {
        line += 1
        continue
      }
      let isItem = beginsItem(line, in: lines)
      var end = line + 1
      while end < lines.count, !lines.isBlank(end), !beginsItem(end, in: lines) { end += 1 }
      if isItem {
        builder.addWhole(line..<end, ease: .unit)
      } else {
        builder.addParagraph(line..<end)
      }
      line = end
    }
    return builder.outline
  }

  /// Returns whether a line begins with a list mark followed by white space: "-", "*", "+" or "•", or a number of up to
  /// three digits followed by "." or ")".
  private static func beginsItem(_ line: Int, in lines: SourceLines) -> Bool {
    guard let first = lines.firstInk(of: line) else { return false }
    let text = lines.bytes[first..<min(first + 8, lines[line].upperBound)]
    let digits = text.prefix(while: \.isDigit).count
    let rest = text.dropFirst(digits)
    if digits > 0 {
      guard digits <= 3, rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: ")") else {
        return false
      }
      return rest.dropFirst().first?.isBlankWithinLine == true
    }
    for mark in ["-", "*", "+", "•"] where rest.starts(with: mark.utf8) {
      return rest.dropFirst(mark.utf8.count).first?.isBlankWithinLine == true
    }
    return false
  }
}
