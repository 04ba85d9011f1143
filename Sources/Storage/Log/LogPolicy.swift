/// Decides when to move the write-ahead log into the database file, and when to truncate the log's file.
///
/// The log's file never shrinks by itself. SQLite reuses it from the start once the whole log was moved and no process
/// reads it. So the log is moved often, and truncated after long readers made it grow.
package struct LogPolicy: Hashable, Sendable {
  /// The policy moves the log when at least this many of its bytes are in use.
  package let movedFrom: Int
  /// The policy truncates the log's file when it is longer than this, in bytes.
  package let cutBeyond: Int

  package init(movedFrom: Int = 16 << 20, cutBeyond: Int = 64 << 20) {
    self.movedFrom = movedFrom
    self.cutBeyond = cutBeyond
  }

  /// Whether to move the log after a commit.
  package func isDue(usedBytes: Int, fileBytes: Int) -> Bool { usedBytes >= movedFrom || fileBytes > cutBeyond }

  /// Whether to truncate the file after a move.
  package func isCut(isMovedWhole: Bool, fileBytes: Int) -> Bool { isMovedWhole && fileBytes > cutBeyond }
}
