/// The passages that contain a phrase, in the order of their row numbers, each with how often it does.
///
/// A posting takes about one byte for a common word: the distance to the row before, and one bit that says whether a
/// frequency greater than 1 follows, in groups of seven bits (Manning, Raghavan and Schütze, "Introduction to
/// Information Retrieval", 2008, section 5.3.1).
struct PostingList {
  private(set) var bytes: [UInt8] = []
  private(set) var count = 0
  private var last = LexicalRow.firstHeadings

  init() {}

  /// A list that another one with `count` postings consists of.
  init(count: Int, bytes: [UInt8]) {
    (self.count, self.bytes) = (count, bytes)
  }

  mutating func append(_ row: Int64, _ frequency: Int) {
    let distance = UInt64(bitPattern: row &- last)
    append(distance << 1 | (frequency > 1 ? 1 : 0))
    if frequency > 1 { append(UInt64(frequency)) }
    (last, count) = (row, count + 1)
  }

  /// Calls `body` with each row below `end` and the frequency there, in the order of rows.
  func each(below end: Int64 = .max, _ body: (Int64, Int) -> Void) {
    var cursor = PostingCursor(self)
    while cursor.row < end {
      body(cursor.row, cursor.frequency)
      cursor.advance()
    }
  }

  private mutating func append(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

/// A position in a posting list.
struct PostingCursor {
  private let bytes: [UInt8]
  private var next = 0
  /// The row at this position; `Int64.max` at the end of the list.
  private(set) var row = LexicalRow.firstHeadings
  private(set) var frequency = 0

  init(_ list: PostingList) {
    bytes = list.bytes
    advance()
  }

  mutating func advance() {
    guard next < bytes.count else {
      row = .max
      return
    }
    let number = read()
    row &+= Int64(bitPattern: number >> 1)
    frequency = number & 1 == 0 ? 1 : Int(truncatingIfNeeded: read())
  }

  private mutating func read() -> UInt64 {
    var (number, shift) = (UInt64(0), UInt64(0))
    while next < bytes.count {
      let byte = bytes[next]
      next += 1
      number |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { break }
      shift += 7
    }
    return number
  }
}
