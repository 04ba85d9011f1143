/// Finds blocks of lines of Base64. All lines but the last have one length. White space, quotes, commas and the marks
/// of quotations around a line are ignored.
enum Base64Blocks {
  private static let fewestLines = 4
  private static let lengths = 48...200

  static func ranges(in lines: SourceLines) -> [Range<Int>] {
    var (ranges, line) = ([Range<Int>](), 0)
    while line < lines.count {
      let end = self.end(ofBlockFrom: line, in: lines)
      if end - line >= fewestLines, mix(of: line..<end, in: lines).isOfBase64 {
        ranges.append(lines[line].lowerBound..<lines[end - 1].upperBound)
      }
      line = max(end, line + 1)
    }
    return ranges
  }

  /// The end of the lines of Base64 that begin at `line`; `line` if none do.
  private static func end(ofBlockFrom line: Int, in lines: SourceLines) -> Int {
    guard let length = length(of: line, in: lines), lengths.contains(length) else { return line }
    var end = line + 1
    while end < lines.count, let next = self.length(of: end, in: lines), next <= length {
      end += 1
      if next < length { break }
    }
    return end
  }

  private static func mix(of range: Range<Int>, in lines: SourceLines) -> CharacterMix {
    var mix = CharacterMix()
    for line in range { for byte in core(of: line, in: lines) { mix.add(byte) } }
    return mix
  }

  /// The number of characters of a line of Base64; nil if the line isn't one.
  static func length(of line: Int, in lines: SourceLines) -> Int? {
    let core = core(of: line, in: lines)
    return !core.isEmpty && core.allSatisfy(\.isBase64) ? core.count : nil
  }

  private static func core(of line: Int, in lines: SourceLines) -> ArraySlice<UInt8> {
    var core = lines.bytes[lines[line]].drop { $0.isAroundBase64 }
    while let last = core.last, last.isAroundBase64 || core.hasSuffix("\\n") { core.removeLast() }
    return core
  }
}

extension UInt8 {
  fileprivate var isAroundBase64: Bool { isBlank || "\"',>*#\\".utf8.contains(self) }
}

extension ArraySlice<UInt8> {
  fileprivate func hasSuffix(_ text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}
