/// Finds armored data: keys, certificates and messages of PEM (RFC 7468) and OpenPGP (RFC 9580, section 6.2).
enum Armor {
  private static let begin = Array("-----BEGIN ".utf8)
  private static let end = Array("-----END ".utf8)
  private static let dashes = Array("-----".utf8)
  /// The minimum length of the longest line of Base64. Examples in manuals have "..." or a few letters instead.
  private static let fewest = 40

  /// The ranges from the line after `BEGIN` to the line with `END`: the first line says what was there.
  static func ranges(in lines: SourceLines) -> [Range<Int>] {
    var (ranges, line) = ([Range<Int>](), 0)
    while line < lines.count {
      guard let label = label(of: line, after: begin, in: lines) else {
        line += 1
        continue
      }
      let body = line + 1
      let last = self.end(ofBodyFrom: body, in: lines)
      if last < lines.count, self.label(of: last, after: end, in: lines) == label, isPayload(body..<last, in: lines) {
        ranges.append(lines[body].lowerBound..<lines[last].upperBound)
      }
      line = last
    }
    return ranges
  }

  private static func label(of line: Int, after mark: [UInt8], in lines: SourceLines) -> [UInt8]? {
    var text = lines.bytes[lines[line]].prefix(128).drop { $0.isBlank || $0 == UInt8(ascii: ">") }
    while text.last?.isBlank == true { text.removeLast() }
    guard text.starts(with: mark), text.suffix(dashes.count).elementsEqual(dashes),
      text.count > mark.count + dashes.count
    else { return nil }
    return Array(text.dropFirst(mark.count).dropLast(dashes.count))
  }

  /// The first line from `line` on that is neither Base64 nor blank nor a header such as `Version: 1`.
  private static func end(ofBodyFrom line: Int, in lines: SourceLines) -> Int {
    var end = line
    while end < lines.count, lines.isBlank(end) || isHeader(end, in: lines) || isBase64(end, in: lines) { end += 1 }
    return end
  }

  private static func isHeader(_ line: Int, in lines: SourceLines) -> Bool {
    let text = lines.bytes[lines[line]].prefix(128).drop { $0.isBlank || $0 == UInt8(ascii: ">") }
    let name = text.prefix { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") }
    return !name.isEmpty && text.dropFirst(name.count).first == UInt8(ascii: ":") && name.first?.isLetter == true
  }

  private static func isBase64(_ line: Int, in lines: SourceLines) -> Bool {
    Base64Blocks.length(of: line, in: lines) != nil && label(of: line, after: end, in: lines) == nil
  }

  private static func isPayload(_ body: Range<Int>, in lines: SourceLines) -> Bool {
    body.contains { Base64Blocks.length(of: $0, in: lines).map { $0 >= fewest } ?? false }
  }
}
