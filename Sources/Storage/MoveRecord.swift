/// What the holders of the writers' lock say of the database file, which they alone change (docs/FORMAT.md, section 1).
///
/// A file that was written over in place, by a backup for instance, keeps its name and its inode. It shows in this: nobody who had
/// the lock left the file as it is. An *era* is a time in which only they changed it; it has a random name.
struct MoveRecord: Hashable, Sendable {
  let era: UInt64
  /// The file when the era began.
  let first: FileState
  /// The file when the last move ended.
  var last: FileState
  /// How often the log was moved so far. It never falls: a record that was restored from a backup is an older one.
  var moves: UInt64
  /// The log is being moved into the file. Where nobody holds the lock, its holder was killed at it.
  var isMoving: Bool

  /// The beginning of an era.
  init(first: FileState, moves: UInt64 = 0) {
    era = UInt64.random(in: .min ... .max)
    self.first = first
    last = first
    self.moves = moves
    isMoving = false
  }

  /// Nil for a text that is no record.
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

/// What a process that has a store open knows of its database file, and whether that is still the same.
struct FileHistory: Hashable, Sendable {
  private var era: UInt64?
  private var moves: UInt64
  /// As the newest record said.
  private var last: FileState?
  /// As it was opened, where no record explained it: the last process to close a store moves the log without one.
  private var unexplained: FileState?

  init(opened state: FileState?, _ record: MoveRecord?) {
    (era, moves, last) = (record?.era, record?.moves ?? 0, record?.last)
    if let record, !record.isMoving, record.last != state { unexplained = state }
  }

  /// Whether the file is the one that was opened, by what is on record.
  ///
  /// Another era goes on from this one if it began with the file as it was known here.
  mutating func goesOn(with record: MoveRecord?) -> Bool {
    guard let record else { return true }
    if era == record.era {
      if record.moves < moves { return false }
    } else if era != nil {
      guard [last, unexplained].contains(record.first) else { return false }
      unexplained = nil
    }
    (era, moves, last) = (record.era, record.moves, record.last)
    return true
  }

  /// What is on record from now on: a file that nobody who had the lock left as it is begins a new era.
  static func settled(_ record: MoveRecord?, found now: FileState) -> MoveRecord {
    guard var record else { return MoveRecord(first: now) }
    if record.isMoving {
      record.last = now
      record.isMoving = false
      record.moves &+= 1
    } else if record.last != now {
      record = MoveRecord(first: now, moves: record.moves)
    }
    return record
  }
}
