/// The state of the database file as recorded by the holders of the writers' lock, who alone change it (docs/FORMAT.md,
/// section 1).
///
/// If another program overwrites the file in place, such as a backup tool, its name and inode stay the same. This
/// record reveals it: the file no longer has the state that the last lock holder recorded. An *era* is a time in which
/// only lock holders changed the file; it has a random name.
struct MoveRecord: Hashable, Sendable {
  /// Its lowest bit tells how the era began (`followsLostRecord`).
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

/// What this process, which has a store open, knows about its database file. Detects whether the file is still the
/// same.
struct FileHistory: Hashable, Sendable {
  private var era: UInt64?
  private var moves: UInt64
  /// The state in the newest record.
  private var last: FileState?
  /// The file's state at opening, if it didn't match the record: the last process to close a store moves the log
  /// without a record.
  private var unexplained: FileState?

  init(opened state: FileState?, _ record: MoveRecord?) {
    (era, moves, last) = (record?.era, record?.moves ?? 0, record?.last)
    if let record, !record.isMoving, record.last != state { unexplained = state }
  }

  /// Whether the record shows that the file is still the one that was opened.
  ///
  /// A new era continues this one if it began with a state of the file that is known here. If the file has the state
  /// again that it had before a move, another program put it there.
  mutating func goesOn(with record: MoveRecord?) -> Bool {
    guard let record else { return true }
    if era == record.era {
      if record.moves < moves { return false }
    } else if era != nil {
      guard record.first == unexplained || record.followsLostRecord && record.first == last else { return false }
      unexplained = nil
    }
    (era, moves, last) = (record.era, record.moves, record.last)
    return true
  }

  /// The record to keep from now on. If the file isn't as the last lock holder recorded it, a new era begins.
  static func settled(_ record: MoveRecord?, found now: FileState) -> MoveRecord {
    guard var record else { return MoveRecord(first: now) }
    if record.isMoving {
      record.last = now
      record.isMoving = false
      record.moves &+= 1
    } else if record.last != now {
      record = MoveRecord(first: now, insteadOf: record)
    }
    return record
  }
}
