internal import GRDB

/// The SQLite connections to a store: a pool if this process may create files beside the database, a read-only
/// connection otherwise.
final class StoreConnections: Sendable {
  private enum Kind {
    case pool(DatabasePool, OpenFiles)
    case readOnly(ReadOnlyDatabase)
  }

  private let kind: Kind
  private let mayWrite: Bool
  /// Measures the length of the write-ahead log. Each connection reports its commits to this gauge without retaining
  /// it.
  private let log: LogGauge
  /// Keeps this store in the count of `OpenStores` until `kind` has closed its files. Declared after `kind`, because
  /// Swift destroys properties in the order of their declaration.
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

  /// The size of each connection's page cache. It is large enough for the upper pages of the B-trees, so that SQLite
  /// finds a passage's vector with one read from disk.
  private static let cacheSizeInKiB = 8 << 10

  /// SQLite's busy timeout, in milliseconds. Versions of Freshet up to store format 4 use 5,000 ms. A store of format 5
  /// recognizes such processes by that value and refuses their writes (`Schema.format5`).
  static let busyMilliseconds = 5_500

  /// The settings of each connection. Readers in one process run in parallel; a writer waits up to 5.5 s for SQLite's
  /// own lock.
  static func configuration(readOnly: Bool, _ log: LogGauge? = nil) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = readOnly
    configuration.busyMode = .timeout(Double(busyMilliseconds) / 1_000)
    configuration.label = "freshet"
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA wal_autocheckpoint = 0")
      try database.execute(sql: "PRAGMA synchronous = FULL")
      try database.execute(sql: "PRAGMA cache_size = -\(cacheSizeInKiB)")
      try LexicalFunctions.add(to: database)
      log?.follow(database)
    }
    return configuration
  }

  /// Whether this process reads the store through a connection pool. Other processes may then write at any time.
  var arePlain: Bool {
    if case .pool = kind { true } else { false }
  }

  /// The connection pool for commits; nil if this process opened the store only for reading.
  var writable: DatabasePool? {
    if mayWrite, case .pool(let pool, _) = kind { pool } else { nil }
  }

  /// The way in which this process reads a store that it may not write or only inspects; nil if it reads through a
  /// connection pool.
  var manner: ReadOnlyManner? {
    if case .readOnly(let database) = kind { database.manner } else { nil }
  }

  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    switch kind {
    case .pool(let pool, _): try pool.read(body)
    case .readOnly(let database): try database.read(body)
    }
  }

  /// Checks that the paths of the store's files still lead to the files that this process has open.
  ///
  /// - Throws: `StorageError.replaced` if they don't.
  func check() throws {
    if case .pool(_, let files) = kind { try files.check() }
  }
}
