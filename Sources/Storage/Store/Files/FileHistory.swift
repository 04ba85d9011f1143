/// The state of a store's database file as far as this process knows it. Detects whether the file was replaced or
/// overwritten.
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
  static func concluded(_ record: MoveRecord?, found now: FileState) -> MoveRecord {
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
