package import FreshetCorpus
internal import GRDB

/// The SQLite that was loaded, as it describes itself.
package struct SQLiteLibrary: Hashable, Sendable {
  package let version: String
  /// Without their "SQLITE_": `THREADSAFE=1`, `ENABLE_FTS5`.
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
  /// The format that this version reads and writes.
  package static var format: Int { Int(Schema.format) }
}

extension StoreReader {
  /// The newest moment that is on record; nil in a store in which nothing has happened.
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
