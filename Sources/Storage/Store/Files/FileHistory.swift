/// What this process has seen of the recorded states of a store's database file. Detects whether another program
/// replaced or overwrote the file.
struct FileHistory: Hashable, Sendable {
  private var era: UInt64?
  private var moves: UInt64
  /// The file's state in the newest record that this process has read.
  private var last: FileState?
  /// The file's state at opening, if it didn't match the record. SQLite itself causes this: the last connection to
  /// close checkpoints the log without updating the record.
  private var unexplained: FileState?

  init(opened state: FileState?, _ record: MoveRecord?) {
    (era, moves, last) = (record?.era, record?.moves ?? 0, record?.last)
    if let record, !record.isMoving, record.last != state { unexplained = state }
  }

  /// Whether `record` shows that the file is still the one that this process opened. If so, remembers `record`.
  ///
  /// Within one era (a time in which only Freshet changed the file), the number of checkpoints never decreases. A
  /// smaller number shows that a program restored an older file. Another era is valid only if it began with a file
  /// state that this process knows: the state at opening, or, after a lost record, the last recorded state.
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

  /// The new record, computed from the last one and the file's present state. If the file has another state than the
  /// last lock holder recorded, a new era begins (a time in which only Freshet changes the file).
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
