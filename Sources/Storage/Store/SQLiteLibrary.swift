package import FreshetCorpus
internal import GRDB

/// The version and the compile options of the loaded SQLite library.
package struct SQLiteLibrary: Hashable, Sendable {
  package let version: String
  /// The compile options without their prefix "SQLITE_", for example `THREADSAFE=1` and `ENABLE_FTS5`.
  package let compileOptions: Set<String>

  package init(version: String, compileOptions: Set<String>) {
    self.version = version
    self.compileOptions = compileOptions
  }

  package static func loaded() throws -> SQLiteLibrary {
    try Store.translating(":memory:") {
      try DatabaseQueue().read { database in
        SQLiteLibrary(
          version: try String.fetchOne(database, sql: "SELECT sqlite_version()") ?? "",
          compileOptions: try Set(String.fetchAll(database, sql: "PRAGMA compile_options")))
      }
    }
  }
}

extension Store {
  /// The number of the store format that this version of Freshet writes. Opening a store of an older format for writing
  /// migrates it to this format.
  package static var format: Int { Int(Schema.format) }
}

extension StoreReader {
  /// The newest time in the store: of a change, of a completed scan, or of the store's hybrid logical clock. Nil if the
  /// store has recorded no time.
  package func newestMoment() throws -> Timestamp? {
    let moment = try Int64.fetchOne(
      database,
      sql: """
        SELECT max(at) FROM (SELECT max(at) AS at FROM changes UNION ALL SELECT max(scanned_at) FROM sources
          UNION ALL SELECT min(clock >> 16, 9223372036854) * 1000000 FROM meta WHERE clock > 0)
        """)
    return moment.map(Timestamp.init(nanoseconds:))
  }
}
