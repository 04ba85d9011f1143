internal import GRDB

/// The connections to a store: a pool if this process may write beside the database, a read-only connection otherwise.
final class StoreConnections: Sendable {
  private enum Kind {
    case pool(DatabasePool, OpenFiles)
    case readOnly(ReadOnlyDatabase)
  }

  private let kind: Kind
  private let mayWrite: Bool
  /// Each connection reports its commits to the gauge without retaining it.
  private let log: LogGauge
  /// Makes `OpenStores` count this store until `kind` has closed its files, because Swift destroys properties in the
  /// order of their declaration.
  private let use: StoreUse?

  init(of path: String, for access: Store.Access, _ log: LogGauge) throws {
    let file = path + "/" + Store.fileName
    (kind, use) = try Store.translating(path) {
      try OpenStores.opening(file) { isOpen in
        if !isOpen { try StoreFolder.refuseForeign(path) }
        let kind = try Self.kind(of: path, for: access, log)
        return (kind, FileIdentity(at: file).map(StoreUse.init))
      }
    }
    mayWrite = access == .writing
    self.log = log
  }

  private static func kind(of path: String, for access: Store.Access, _ log: LogGauge) throws -> Kind {
    guard access != .inspecting, StoreFolder.isWritable(path) else {
      if access == .writing { throw StorageError.readOnly(path: path) }
      return .readOnly(try ReadOnlyDatabase(in: path))
    }
    let file = path + "/" + Store.fileName
    let before = FileIdentity(at: file)
    if before == nil, access == .writing { StoreFolder.makeDatabase(in: path) }
    let pool = try DatabasePool(path: file, configuration: configuration(readOnly: access != .writing, log))
    // The first read opens the log and the shared memory.
    try pool.read { _ = try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") }
    if let before, before != FileIdentity(at: file) { throw StorageError.replaced(path: path) }
    return .pool(pool, OpenFiles(of: path))
  }

  /// Size of each connection's cache. It holds the upper pages of the B-trees, so that one read finds a passage's
  /// vector.
  private static let cacheSizeInKiB = 8 << 10

  /// SQLite's busy timeout. Freshet up to format 4 uses 5,000 ms; a store of format 5 recognizes these processes by
  /// that value and refuses their writes (`Schema.format5`).
  static let busyMilliseconds = 5_500

  /// Readers in one process run in parallel; a writer waits up to 5.5 s for SQLite's own lock.
  static func configuration(readOnly: Bool, _ log: LogGauge? = nil) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = readOnly
    configuration.busyMode = .timeout(Double(busyMilliseconds) / 1_000)
    configuration.label = "freshet"
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA wal_autocheckpoint = 0")
      try database.execute(sql: "PRAGMA synchronous = FULL")
      try database.execute(sql: "PRAGMA cache_size = -\(cacheSizeInKiB)")
      log?.follow(database)
    }
    return configuration
  }

  /// Whether this process reads through a pool, while other processes may write at any time.
  var arePlain: Bool {
    if case .pool = kind { true } else { false }
  }

  /// Nil if the store was opened for reading.
  var writable: DatabasePool? {
    if mayWrite, case .pool(let pool, _) = kind { pool } else { nil }
  }

  /// How this process reads the store if it may not write it; nil if it may.
  var manner: ReadOnlyManner? {
    if case .readOnly(let database) = kind { database.manner } else { nil }
  }

  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    switch kind {
    case .pool(let pool, _): try pool.read(body)
    case .readOnly(let database): try database.read(body)
    }
  }

  /// - Throws: `StorageError.replaced`.
  func check() throws {
    if case .pool(_, let files) = kind { try files.check() }
  }
}
