/// A WordPiece vocabulary, which maps pieces (bytes) to ids.
///
/// It is a hash table with open addressing. The 64-bit hash is computed byte by byte, so one pass over the bytes finds
/// the longest piece at an offset without creating strings. Pieces are compared as bytes, not as `String`, where "##"
/// and a combining mark would form one `Character`.
struct Vocabulary: Sendable {
  static let continuationMark = Array("##".utf8)

  private let text: [UInt8]
  /// The range of each piece in `text`, without the continuation mark "##".
  private let ranges: [Range<Int>]
  private let isContinuation: [Bool]
  private let longestInBytes: Int
  /// The slots of the hash table: ids, or -1 for a free slot. Their number is a power of two, and at most half are in
  /// use.
  private let slots: [Int32]
  private let mask: Int

  /// Parses a vocabulary with one piece per line. The id of a piece is its line number, counted from 0.
  init(lines text: [UInt8]) {
    var ranges: [Range<Int>] = []
    var isContinuation: [Bool] = []
    for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let continues = line.starts(with: Self.continuationMark) && line.count > Self.continuationMark.count
      ranges.append((continues ? line.startIndex + 2 : line.startIndex)..<line.endIndex)
      isContinuation.append(continues)
    }
    if ranges.last?.isEmpty == true {  // the text ends with a line feed
      ranges.removeLast()
      isContinuation.removeLast()
    }
    self.text = text
    self.ranges = ranges
    self.isContinuation = isContinuation
    longestInBytes = ranges.map(\.count).max() ?? 0
    (slots, mask) = Self.table(text, ranges, isContinuation)
  }

  var count: Int { ranges.count }

  func startsWord(_ id: Int32) -> Bool { !isContinuation[Int(id)] }

  func id(of piece: String) -> Int32? {
    let bytes = Array(piece.utf8)
    guard let (id, length) = longestPiece(at: 0, in: bytes, continuing: false) else { return nil }
    return length == bytes.count ? id : nil
  }

  /// Returns the longest piece that matches `word` at `start`, and its length in bytes; nil if none matches.
  ///
  /// - Parameter continuing: whether to match pieces for the inside of words ("##…") rather than for their beginning.
  func longestPiece(at start: Int, in word: [UInt8], continuing: Bool) -> (id: Int32, length: Int)? {
    var found: (Int32, Int)?
    var hash = PieceHash(continuing: continuing)
    for end in start..<min(word.count, start + longestInBytes) {
      hash.combine(word[end])
      if let id = lookUp(hash, word[start...end], continuing) { found = (id, end + 1 - start) }
    }
    return found
  }

  private func lookUp(_ hash: PieceHash, _ bytes: ArraySlice<UInt8>, _ continuing: Bool) -> Int32? {
    var slot = hash.slot(mask)
    while slots[slot] >= 0 {
      let id = Int(slots[slot])
      if isContinuation[id] == continuing, text[ranges[id]] == bytes { return Int32(id) }
      slot = (slot + 1) & mask
    }
    return nil
  }

  private static func table(
    _ text: [UInt8], _ ranges: [Range<Int>], _ isContinuation: [Bool]
  ) -> (slots: [Int32], mask: Int) {
    var capacity = 1
    while capacity < 2 * ranges.count + 1 { capacity *= 2 }
    var slots = [Int32](repeating: -1, count: capacity)
    for (id, range) in ranges.enumerated() {
      var hash = PieceHash(continuing: isContinuation[id])
      for index in range { hash.combine(text[index]) }
      var slot = hash.slot(capacity - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (capacity - 1) }
      slots[slot] = Int32(id)
    }
    return (slots, capacity - 1)
  }
}

/// An incremental FNV-1a hash. `slot` folds the high half of the hash into the low one.
private struct PieceHash {
  private var state: UInt64

  init(continuing: Bool) {
    state = continuing ? 0x9e37_79b9_7f4a_7c15 : 0xcbf2_9ce4_8422_2325
  }

  @inline(__always) mutating func combine(_ byte: UInt8) {
    state = (state ^ UInt64(byte)) &* 0x100_0000_01b3
  }

  @inline(__always) func slot(_ mask: Int) -> Int {
    Int(truncatingIfNeeded: state ^ state >> 32) & mask
  }
}
