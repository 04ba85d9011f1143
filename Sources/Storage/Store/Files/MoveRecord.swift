/// The record in which each holder of the writers' lock notes the state of the database file. Freshet changes the file
/// only in checkpoints ("moves" of the write-ahead log into the file) under this lock (docs/FORMAT.md, section 1).
///
/// If another program, such as a backup tool, overwrites the file in place, the file keeps its name and inode. The
/// record reveals the change, because the file no longer has the recorded state. An *era* is a time in which only lock
/// holders changed the file; a random number identifies it.
struct MoveRecord: Hashable, Sendable {
  /// The random number that identifies the era. Its lowest bit says how the era began (`followsLostRecord`).
  let era: UInt64
  /// The state of the file when the era began.
  let first: FileState
  /// The state of the file after the last move of the log into it.
  var last: FileState
  /// The number of moves of the log so far. It never decreases, so a smaller number shows that another program restored
  /// a backup.
  var moves: UInt64
  /// Whether a process is moving the log into the file. If this is true while no process holds the writers' lock, the
  /// process that moved the log was killed.
  var isMoving: Bool

  /// Begins an era with the present state of the file, because there is no record.
  init(first: FileState) {
    self.init(era: UInt64.random(in: .min ... .max) | 1, first: first, moves: 0)
  }

  /// Begins an era with the present state of the file, because the file differs from `record`.
  init(first: FileState, insteadOf record: MoveRecord) {
    self.init(era: UInt64.random(in: .min ... .max) & ~1, first: first, moves: record.moves)
  }

  private init(era: UInt64, first: FileState, moves: UInt64) {
    (self.era, self.first, last, self.moves, isMoving) = (era, first, first, moves, false)
  }

  /// Whether the era began because the record was missing. Then the era's first state may equal the last state of the
  /// era before. Otherwise the era began because the two states differed.
  var followsLostRecord: Bool { era & 1 == 1 }

  /// Parses a record from the lock file; nil if the text is malformed.
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
