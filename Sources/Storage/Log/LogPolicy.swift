/// Decides when to move the write-ahead log into the database file, and when to truncate the log's file.
///
/// The log's file never shrinks by itself. SQLite reuses the file from its start once the whole log was moved and no
/// process reads the log. So Freshet moves the log often, and truncates the file after long reads have made it grow.
package struct LogPolicy: Hashable, Sendable {
  /// Freshet moves the log after a commit if at least this many bytes of the log are in use.
  package let movedFrom: Int
  /// Freshet truncates the log's file after a move if the file is longer than this many bytes.
  package let cutBeyond: Int

  package init(movedFrom: Int = 16 << 20, cutBeyond: Int = 64 << 20) {
    self.movedFrom = movedFrom
    self.cutBeyond = cutBeyond
  }

  /// Whether to move the log into the database file after a commit. True if enough of the log is in use, or if its file
  /// is so long that Freshet wants to truncate it.
  package func isDue(usedBytes: Int, fileBytes: Int) -> Bool { usedBytes >= movedFrom || fileBytes > cutBeyond }

  /// Whether to truncate the log's file after a move. `isMovedWhole` says whether the move included the whole log.
  package func isCut(isMovedWhole: Bool, fileBytes: Int) -> Bool { isMovedWhole && fileBytes > cutBeyond }
}
