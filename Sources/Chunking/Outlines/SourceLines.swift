/// The lines of a document, as byte ranges without line ends.
///
/// A line ends at LF, CR LF or a single CR, as in CommonMark and `NormalizedText`.
struct SourceLines {
  let bytes: [UInt8]
  private let starts: [Int]
  private let ends: [Int]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var starts = [bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0]
    var ends: [Int] = []
    var index = starts[0]
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      guard byte == .lineFeed || byte == .carriageReturn else { continue }
      ends.append(index - 1)
      if byte == .carriageReturn, index < bytes.count, bytes[index] == .lineFeed { index += 1 }
      starts.append(index)
    }
    ends.append(bytes.count)
    self.starts = starts
    self.ends = ends
  }

  var count: Int { starts.count }

  /// The byte range of a line, without its line end.
  subscript(line: Int) -> Range<Int> { starts[line]..<ends[line] }

  func isBlank(_ line: Int) -> Bool {
    bytes[self[line]].allSatisfy(\.isBlank)
  }

  /// Returns the offset of the first byte of `line` that isn't white space; nil if there is none.
  func firstInk(of line: Int) -> Int? {
    self[line].first { !bytes[$0].isBlank }
  }

  /// Returns the line that contains the byte at `offset`: the last one that begins at or before it.
  func line(at offset: Int) -> Int {
    var low = 0
    var high = count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if starts[middle] <= offset { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// Returns `range` without white space at both ends, but including the indentation of its first line. Returns nil if
  /// it contains only white space.
  ///
  /// Of an indentation, at most 256 bytes are kept, because a longer one would fill the chunk.
  func trimmed(_ range: Range<Int>) -> Range<Int>? {
    guard let first = range.first(where: { !bytes[$0].isBlank }) else { return nil }
    var end = range.upperBound
    while bytes[end - 1].isBlank { end -= 1 }
    var start = first
    while start > range.lowerBound, bytes[start - 1].isBlankWithinLine, first - start < 256 { start -= 1 }
    let isIndented = start == starts[0] || bytes[start - 1].isBlankAcrossLines
    return (isIndented ? start : first)..<end
  }
}

extension UInt8 {
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")

  var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
  var isBlankWithinLine: Bool { self == 0x20 || self == 0x09 }
  var isBlankAcrossLines: Bool { self == .lineFeed || self == .carriageReturn }
  var isDigit: Bool { (0x30...0x39).contains(self) }
  var isLetter: Bool { (0x61...0x7A).contains(self | 0x20) }
  var isLowercase: Bool { (0x61...0x7A).contains(self) }
  var beginsScalar: Bool { self & 0xC0 != 0x80 }
}
