internal import GRDB
internal import Synchronization

/// The SQLite connections to a store: a pool if this process may create files beside the database, a read-only
/// connection otherwise.
///
/// A process that may write reads through a pool of read-only connections, and opens a second pool for its first
/// commit. Opening a pool for writing writes to the log of a store that no process has open, and closing it moves the
/// log. A process that finds nothing to commit saves these four synchronizations of the disk.
final class StoreConnections: Sendable {
  private enum Kind {
    case pool(DatabasePool, OpenFiles)
    case readOnly(ReadOnlyDatabase)
  }

  private let kind: Kind
  /// The pool for commits; nil before the first one. Declared after `kind`, so that this pool closes last: a read-only
  /// connection that closes last would leave the log.
  private let writer: Mutex<DatabasePool?>
  private let path: String
  private let mayWrite: Bool
  /// Measures the length of the write-ahead log. Each connection reports its commits to this gauge without retaining
  /// it.
  private let log: LogGauge
  /// Keeps this store in the count of `OpenStores` until `kind` has closed its files. Declared after `kind`, because
  /// Swift destroys properties in the order of their declaration.
  private let use: StoreUse?

  init(of path: String, for access: Store.Access, _ log: LogGauge) throws {
    let file = path + "/" + Store.fileName
    let writer: DatabasePool?
    (kind, writer, use) = try Store.translating(path) {
      try OpenStores.opening(file) { isOpen in
        if !isOpen { try StoreFolder.refuseForeign(path) }
        let (kind, writer) = try Self.kind(of: path, for: access, log)
        return (kind, writer, FileIdentity(at: file).map(StoreUse.init))
      }
    }
    self.writer = Mutex(writer)
    self.path = path
    mayWrite = access == .writing
    self.log = log
  }

  private static func kind(
    of path: String, for access: Store.Access, _ log: LogGauge
  ) throws -> (Kind, writer: DatabasePool?) {
    guard access != .inspecting, StoreFolder.isWritable(path) else {
      if access == .writing { throw StorageError.readOnly(path: path) }
      return (.readOnly(try ReadOnlyDatabase(in: path)), nil)
    }
    let file = path + "/" + Store.fileName
    let before = FileIdentity(at: file)
    if before == nil, access == .writing { StoreFolder.makeDatabase(in: path) }
    var (pool, writer): (DatabasePool, DatabasePool?) = (try readers(of: file, log), nil)
    if access == .writing, try !pool.read(hasLog) {
      writer = try DatabasePool(path: file, configuration: configuration(readOnly: false, log))
      pool = try readers(of: file, log)
    }
    if let before, before != FileIdentity(at: file) { throw StorageError.replaced(path: path) }
    return (.pool(pool, OpenFiles(of: path)), writer)
  }

  private static func readers(of file: String, _ log: LogGauge) throws -> DatabasePool {
    let pool = try DatabasePool(path: file, configuration: configuration(readOnly: true, log))
    // The first read opens the log and the shared memory.
    try pool.read { _ = try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") }
    return pool
  }

  /// Whether the database has a write-ahead log. A new one has none until a pool for writing has opened it.
  private static func hasLog(_ database: Database) throws -> Bool {
    try String.fetchOne(database, sql: "PRAGMA journal_mode") == "wal"
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
  ///
  /// - Throws: `StorageError.replaced` if the paths of the store's files lead to other files by now.
  var writable: DatabasePool? {
    get throws {
      guard mayWrite, case .pool(_, let files) = kind else { return nil }
      return try writer.withLock { writer in
        if let writer { return writer }
        try files.check()
        let file = path + "/" + Store.fileName
        let pool = try DatabasePool(path: file, configuration: Self.configuration(readOnly: false, log))
        writer = pool
        return pool
      }
    }
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
