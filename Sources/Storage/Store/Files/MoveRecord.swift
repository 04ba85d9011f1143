/// The state of the database file as the holders of the writers' lock record it. Only they change the file
/// (docs/FORMAT.md, section 1).
///
/// If another program overwrites the file in place, such as a backup tool, its name and inode stay the same. This
/// record reveals it: the file no longer has the state that the last lock holder recorded. An *era* is a time in which
/// only lock holders changed the file; it has a random name.
struct MoveRecord: Hashable, Sendable {
  /// The random name of the era. Its lowest bit says how the era began (`followsLostRecord`).
  let era: UInt64
  /// State of the file when the era began.
  let first: FileState
  /// State of the file when the last move ended.
  var last: FileState
  /// How often the log was moved so far. The number never decreases, so a smaller one shows that a backup was restored.
  var moves: UInt64
  /// Whether a process is moving the log into the file. If nobody holds the lock, that process was killed during the
  /// move.
  var isMoving: Bool

  /// Begins an era, because there is no record.
  init(first: FileState) {
    self.init(era: UInt64.random(in: .min ... .max) | 1, first: first, moves: 0)
  }

  /// Begins an era, because the file isn't as `record` says.
  init(first: FileState, insteadOf record: MoveRecord) {
    self.init(era: UInt64.random(in: .min ... .max) & ~1, first: first, moves: record.moves)
  }

  private init(era: UInt64, first: FileState, moves: UInt64) {
    (self.era, self.first, last, self.moves, isMoving) = (era, first, first, moves, false)
  }

  /// Whether the era began without a record, so that its first state may be the last one of the era before. Otherwise
  /// the file had another state than the last one of the era before.
  var followsLostRecord: Bool { era & 1 == 1 }

  /// Nil if the text is not a record.
  init?(_ text: String) {
    let fields = text.split(separator: " ")
    let numbers = fields.prefix(4).compactMap { Int64($0) }
    guard fields.count == 7, numbers.count == 4, let era = UInt64(fields[4]), let moves = UInt64(fields[5]),
      ["moving", "still"].contains(fields[6])
    else { return nil }
    (self.era, self.moves) = (era, moves)
    first = FileState(bytes: numbers[0], modified: numbers[1])
    last = FileState(bytes: numbers[2], modified: numbers[3])
    isMoving = fields[6] == "moving"
  }

  var text: String {
    "\(first.bytes) \(first.modified) \(last.bytes) \(last.modified) \(era) \(moves) \(isMoving ? "moving" : "still")"
  }
}
