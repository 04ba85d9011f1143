/// Splits plain text: into paragraphs at blank lines, sentences inside them, and list items where a line begins like
/// one.
///
/// It doesn't guess headings, because a wrong guess would be a hard boundary.
enum PlainTextOutline {
  static func outline(of lines: SourceLines) -> Outline {
    var builder = OutlineBuilder(lines: lines)
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
        builder.addSentences(line..<end)
      }
      line = end
    }
    return builder.outline
  }

  /// Whether a line begins with -, *, + or •, or with a number of up to three digits and a point or a bracket, and then
  /// a blank.
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
