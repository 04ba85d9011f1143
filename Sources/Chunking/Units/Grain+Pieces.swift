extension Grain {
  /// Splits `range` into pieces of this grain, without white space at their ends. Returns at least one piece, unless
  /// the range contains only white space.
  func pieces(of range: Range<Int>, in bytes: [UInt8], maximumInBytes: Int) -> [Range<Int>] {
    var start = range.lowerBound
    return ends(in: range, of: bytes, maximumInBytes: maximumInBytes).compactMap { end in
      defer { start = end }
      return Self.trimmed(start..<end, in: bytes)
    }
  }

  private func ends(in range: Range<Int>, of bytes: [UInt8], maximumInBytes: Int) -> [Int] {
    switch self {
    case .line: Self.lineEnds(in: range, of: bytes)
    case .sentence: Sentences(bytes: bytes, range: range).ends()
    case .clause: Self.clauseEnds(in: range, of: bytes)
    case .word: range.dropFirst().filter { bytes[$0].isBlank && !bytes[$0 - 1].isBlank } + [range.upperBound]
    case .withinWord: Self.windowEnds(in: range, of: bytes, maximumInBytes: maximumInBytes)
    }
  }

  private static func lineEnds(in range: Range<Int>, of bytes: [UInt8]) -> [Int] {
    range.dropFirst().filter { bytes[$0 - 1].isBlankAcrossLines } + [range.upperBound]
  }

  static func trimmed(_ range: Range<Int>, in bytes: [UInt8]) -> Range<Int>? {
    guard let first = range.first(where: { !bytes[$0].isBlank }) else { return nil }
    var end = range.upperBound
    while bytes[end - 1].isBlank { end -= 1 }
    return first..<end
  }

  /// Returns the ends of clauses: after one of , ; : | { } unless a digit follows; after line ends; and after — 、 ， ； ：
  private static func clauseEnds(in range: Range<Int>, of bytes: [UInt8]) -> [Int] {
    var ends: [Int] = []
    for end in range.dropFirst() where bytes[end].beginsScalar {
      switch bytes[end - 1] {
      case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "|"), UInt8(ascii: "{"),
        UInt8(ascii: "}"):
        if !bytes[end].isDigit { ends.append(end) }
      case .lineFeed, .carriageReturn:
        ends.append(end)
      case 0x80...:
        if end - 3 >= range.lowerBound, clauseMarks.contains(Array(bytes[(end - 3)..<end])) {
          ends.append(end)
        }
      default: break
      }
    }
    return ends + [range.upperBound]
  }

  private static let clauseMarks = Set(["—", "、", "，", "；", "："].map { Array($0.utf8) })

  /// Returns the ends of pieces within a very long word. The window (the maximum length of a piece) is the largest of
  /// `maximumInBytes`, half of it, a quarter of it and so on that is smaller than `range`.
  ///
  /// The window isn't fitted exactly to the range, so that the boundaries stay the same when the word grows a little.
  private static func windowEnds(in range: Range<Int>, of bytes: [UInt8], maximumInBytes: Int) -> [Int] {
    var window = maximumInBytes
    while window >= range.count, window > 1 { window /= 2 }
    var ends: [Int] = []
    var start = range.lowerBound
    while range.upperBound - start > window {
      start = endOfPiece(in: start..<range.upperBound, window: window, of: bytes)
      ends.append(start)
    }
    return ends.last == range.upperBound ? ends : ends + [range.upperBound]
  }

  /// Returns the end of the next piece: among the character boundaries in the second half of the window, the one whose
  /// preceding eight bytes have the smallest hash.
  private static func endOfPiece(in range: Range<Int>, window: Int, of bytes: [UInt8]) -> Int {
    var end = range.lowerBound + window
    while end > range.lowerBound, !bytes[end].beginsScalar { end -= 1 }
    let boundaries = characterBoundaries(in: range.lowerBound..<end, of: bytes)
    let late = boundaries.filter { $0 - range.lowerBound > window / 2 }
    let hashed = late.map { (hash: UnitHash.hash(bytes, in: max(range.lowerBound, $0 - 8)..<$0), end: $0) }
    if let best = hashed.min(by: { $0 < $1 }) { return best.end }
    if let last = boundaries.last { return last }
    if end > range.lowerBound { return end }
    return (range.lowerBound + 1..<range.upperBound).first { bytes[$0].beginsScalar } ?? range.upperBound
  }

  /// Returns the offsets between the characters of `range`; if it is a single character, those between its Unicode
  /// scalars.
  static func characterBoundaries(in range: Range<Int>, of bytes: [UInt8]) -> [Int] {
    let text = String(decoding: bytes[range], as: UTF8.self)
    let characters = text.indices.dropFirst().map {
      range.lowerBound + text.utf8.distance(from: text.startIndex, to: $0)
    }
    return characters.isEmpty ? range.dropFirst().filter { bytes[$0].beginsScalar } : characters
  }
}
