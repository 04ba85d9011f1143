/// When the write-ahead log is moved into the database file, and when its own file is cut.
///
/// The log's file stays as long as it ever was: SQLite begins at its front again once all of it was moved and nobody reads it. So it is
/// moved often, and cut where readers kept it from being begun anew for long.
package struct LogPolicy: Hashable, Sendable {
  /// In bytes of the log that are in use.
  package let movedFrom: Int
  /// In bytes of the log's file.
  package let cutBeyond: Int

  package init(movedFrom: Int = 16 << 20, cutBeyond: Int = 64 << 20) {
    self.movedFrom = movedFrom
    self.cutBeyond = cutBeyond
  }

  /// After a commit.
  package func isDue(usedBytes: Int, fileBytes: Int) -> Bool { usedBytes >= movedFrom || fileBytes > cutBeyond }

  /// After a move.
  package func isCut(isMovedWhole: Bool, fileBytes: Int) -> Bool { isMovedWhole && fileBytes > cutBeyond }
}
