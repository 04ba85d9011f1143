internal import GRDB
internal import GRDBSQLite
internal import Synchronization

/// Measures how many pages the write-ahead log contained after this process's last commit. SQLite reports the number
/// with each commit.
final class LogGauge: Sendable {
  private let pages = Atomic<Int>(0)
  /// The size of a page in the log, including the header before the page, in bytes.
  private static let bytesPerPage = 4_096 + 24

  var usedBytes: Int { pages.load(ordering: .relaxed) * Self.bytesPerPage }

  /// Makes SQLite report each commit on the connection `database` to this gauge.
  ///
  /// - Precondition: the gauge lives at least as long as the connection.
  func follow(_ database: Database) {
    let gauge = Unmanaged.passUnretained(self).toOpaque()
    sqlite3_wal_hook(
      database.sqliteConnection,
      { gauge, _, _, pages in
        if let gauge {
          Unmanaged<LogGauge>.fromOpaque(gauge).takeUnretainedValue().pages.store(Int(pages), ordering: .relaxed)
        }
        return SQLITE_OK
      }, gauge)
  }
}
