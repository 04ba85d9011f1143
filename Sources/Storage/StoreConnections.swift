internal import GRDB

/// The connections to a store: a pool where this process may write beside the database, else what serves to read it.
final class StoreConnections: Sendable {
  private enum Kind {
    case pool(DatabasePool, OpenFiles)
    case readOnly(ReadOnlyDatabase)
  }

  private let kind: Kind
  private let mayWrite: Bool
  /// Connections tell it of their commits, and don't keep it.
  private let log: LogGauge
  /// As `OpenStores` counts it.
  private let identity: FileIdentity?

  init(of path: String, for access: Store.Access, _ log: LogGauge) throws {
    let file = path + "/" + Store.fileName
    (kind, identity) = try Store.translating(path) {
      try OpenStores.opening(file) { isOpen in
        if !isOpen { try StoreFolder.refuseForeign(path) }
        let kind = try Self.kind(of: path, for: access, log)
        return (kind, FileIdentity(at: file))
      }
    }
    mayWrite = access == .writing
    self.log = log
  }

  deinit {
    if let identity { OpenStores.close(identity) }
  }

  private static func kind(of path: String, for access: Store.Access, _ log: LogGauge) throws -> Kind {
    guard access != .inspecting, StoreFolder.isWritable(path) else {
      if access == .writing { throw StorageError.readOnly(path: path) }
      return .readOnly(try ReadOnlyDatabase(in: path))
    }
    let file = path + "/" + Store.fileName
    let before = FileIdentity(at: file)
    let pool = try DatabasePool(path: file, configuration: configuration(readOnly: access != .writing, log))
    // The first read opens the log, and the memory that processes share.
    try pool.read { _ = try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") }
    if let before, before != FileIdentity(at: file) { throw StorageError.replaced(path: path) }
    return .pool(pool, OpenFiles(of: path))
  }

  /// Of each connection: the upper pages of the trees stay, so that a passage's vector is found with one read.
  private static let cacheSizeInKiB = 8 << 10

  /// Binaries up to format 4 have 5,000, by which a store of format 5 knows and refuses them (`Schema.format5`).
  static let busyMilliseconds = 5_500

  /// Readers in one process run side by side; a writer waits 5.5 s for SQLite's own lock.
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

  /// Whether others may write at any time.
  var arePlain: Bool {
    if case .pool = kind { true } else { false }
  }

  /// Nil in a store that was opened to be read.
  var writable: DatabasePool? {
    if mayWrite, case .pool(let pool, _) = kind { pool } else { nil }
  }

  /// How a store that this process may not write is read; nil for one that it may.
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
