/// The state of the database file as recorded by the holders of the writers' lock, who alone change it (docs/FORMAT.md,
/// section 1).
///
/// If another program overwrites the file in place, such as a backup tool, its name and inode stay the same. This
/// record reveals it: the file no longer has the state that the last lock holder recorded. An *era* is a time in which
/// only lock holders changed the file; it has a random name.
struct MoveRecord: Hashable, Sendable {
  let era: UInt64
  /// State of the file when the era began.
  let first: FileState
  /// State of the file when the last move ended.
  var last: FileState
  /// How often the log was moved so far. The number never decreases, so a smaller one shows a record from a backup.
  var moves: UInt64
  /// Whether a process is moving the log into the file. If nobody holds the lock, that process was killed during the
  /// move.
  var isMoving: Bool

  /// Begins an era.
  init(first: FileState, moves: UInt64 = 0) {
    era = UInt64.random(in: .min ... .max)
    self.first = first
    last = first
    self.moves = moves
    isMoving = false
  }

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
