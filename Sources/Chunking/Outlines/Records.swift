/// Finds the records of a log or the messages of a chat in a paragraph: lines that begin alike.
///
/// In wrapped prose a line end means no more than a space; in a log it separates two statements. Lines are records
/// where several of them, near each other, begin with the same sequence of digits, words and signs, such as a time, an
/// address, a name with a colon or a level in capitals. A line that begins otherwise continues the record above it.
///
/// A decision depends on the few lines around, so that an edit has only local effects.
struct Records {
  /// The lines before the first record.
  private(set) var prose: Range<Int>
  private(set) var ranges: [Range<Int>] = []

  /// How many lines above and below are compared with a line.
  private static let neighbourhood = 4
  /// How many of these must begin like the line, and at least half of those without indentation.
  private static let fewestAlike = 2

  init(of lineRange: Range<Int>, in lines: SourceLines) {
    prose = lineRange
    guard lineRange.count > Self.fewestAlike else { return }
    let beginnings = lineRange.map { Beginning(of: lines.bytes[lines[$0]]) }
    let starts = lineRange.filter { Self.beginsRecord($0 - lineRange.lowerBound, of: beginnings) }
    guard let first = starts.first else { return }
    prose = lineRange.lowerBound..<first
    ranges = zip(starts, starts.dropFirst() + [lineRange.upperBound]).map { $0..<$1 }
  }

  private static func beginsRecord(_ line: Int, of beginnings: [Beginning]) -> Bool {
    guard beginnings[line].marksRecord else { return false }
    let range = max(0, line - neighbourhood)...min(beginnings.count - 1, line + neighbourhood)
    let near = range.filter { $0 != line && !beginnings[$0].isIndented }
    let alike = near.count { beginnings[$0] == beginnings[line] }
    return alike >= fewestAlike && alike * 2 >= near.count
  }

  /// The classes of a line's first characters, with repetitions left out: "2026-11-02 10:00" is 9-9, "Ana: yes" is a:,
  /// and "[02.11.26" is [9.
  private struct Beginning: Equatable {
    private var signs: [UInt8] = []
    /// Whether a line of prose rarely begins so.
    private(set) var marksRecord = false
    private(set) var isIndented = false

    private static let length = 4
    /// Digits, capitals, and signs that begin or end a name, a time or a level.
    private static let marks = Set("9A:[<({=|#@/\u{1B}".utf8)

    init(of line: ArraySlice<UInt8>) {
      isIndented = line.first?.isBlankWithinLine == true
      if isIndented { return }
      for (index, byte) in zip(line.indices, line).prefix(48) where signs.count < Self.length {
        let sign = Self.sign(byte)
        if sign != signs.last { signs.append(sign) }
        if sign == UInt8(ascii: "a"), Self.beginCapitals(at: index, in: line) { signs.append(UInt8(ascii: "A")) }
      }
      marksRecord = signs.contains(where: Self.marks.contains)
    }

    private static func sign(_ byte: UInt8) -> UInt8 {
      switch byte {
      case _ where byte.isDigit: UInt8(ascii: "9")
      case 0x80...: UInt8(ascii: "a")
      case _ where byte.isLetter: UInt8(ascii: "a")
      case _ where byte.isBlank: UInt8(ascii: " ")
      default: byte
      }
    }

    /// Whether at least three capitals, a word of their own, begin here, such as WARN.
    private static func beginCapitals(at index: Int, in line: ArraySlice<UInt8>) -> Bool {
      guard index == line.startIndex || !line[index - 1].isLetter else { return false }
      let word = line[index...].prefix(32).prefix { $0.isLetter }
      return word.count >= 3 && !word.contains(where: \.isLowercase)
    }
  }
}
