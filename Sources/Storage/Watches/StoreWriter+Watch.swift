package import FreshetCorpus
internal import GRDB

/// Records which process watches a source. The right to watch a source (a lease) expires, and one process at a time has
/// it. That process records up to which moment the store contains all changes.
extension StoreWriter {
  /// Makes the caller the process that watches `source` until `expiry`.
  ///
  /// - Parameter own: the number of the caller's former lease, if the caller may have failed to release it; that lease
  ///   doesn't block the call.
  /// - Returns: the number of the new lease; nil while the lease of another process is valid.
  package func takeWatch(
    over source: String, holder: String, policy: String, inPlaceOf own: Int64? = nil, until expiry: Timestamp,
    at now: Timestamp
  ) throws -> Int64? {
    if let other = try reader.watcher(of: source), other.isAlive(at: now), other.fence != own { return nil }
    let fence = try nextFence()
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO watchers (source, holder, fence, expires_at, policy, health, every, why, up_to)
        VALUES (?, ?, ?, ?, ?, 'catchingUp', NULL, 'the watch has just begun', NULL)
        """, arguments: [source, holder, fence, expiry.nanoseconds, policy])
    return fence
  }

  /// Records the watcher's health, and `upTo`, the moment up to which the watcher has recorded all changes (nil if that
  /// is unknown).
  ///
  /// - Throws: `StorageError.leaseLost` if another process watches the source by now.
  package func announce(_ health: WatchHealth, upTo: Timestamp?, over source: String, fence: Int64) throws {
    try database.execute(
      sql: "UPDATE watchers SET health = ?, every = ?, why = ?, up_to = ? WHERE source = ? AND fence = ?",
      arguments: [
        health.name, health.every.map(\.wholeNanoseconds), health.why, upTo?.nanoseconds, source, fence,
      ])
    if database.changesCount == 0 { throw StorageError.leaseLost(path: path) }
  }

  /// Renews a watcher's lease until `expiry`.
  ///
  /// - Throws: `StorageError.leaseLost` if another process watches the source by now.
  package func holdWatch(over source: String, fence: Int64, until expiry: Timestamp) throws {
    try database.execute(
      sql: "UPDATE watchers SET expires_at = ? WHERE source = ? AND fence = ?",
      arguments: [expiry.nanoseconds, source, fence])
    if database.changesCount == 0 { throw StorageError.leaseLost(path: path) }
  }

  /// Checks that the lease with the number `fence` is still the newest lease on `source`.
  ///
  /// - Throws: `StorageError.leaseLost` if another process watches the source by now.
  package func checkWatch(over source: String, fence: Int64) throws {
    let isHeld = try Bool.fetchOne(
      database, sql: "SELECT EXISTS (SELECT 1 FROM watchers WHERE source = ? AND fence = ?)",
      arguments: [source, fence])
    if isHeld != true { throw StorageError.leaseLost(path: path) }
  }

  package func endWatch(over source: String, fence: Int64) throws {
    try database.execute(
      sql: "DELETE FROM watchers WHERE source = ? AND fence = ?", arguments: [source, fence])
  }

  /// Records that the watcher has recorded every change before `cookies` (empty files that processes made to mark a
  /// point in the sequence of file events). The processes that made them wait for this acknowledgement.
  package func acknowledge(_ cookies: [String], at now: Timestamp) throws {
    for cookie in cookies {
      try database.execute(
        sql: "INSERT OR REPLACE INTO barriers (cookie, at) VALUES (?, ?)", arguments: [cookie, now.nanoseconds])
    }
    try forgetAcknowledgements(at: now)
  }

  /// Deletes acknowledgements that are older than an hour and not among the newest `keptAcknowledgements`. The second
  /// condition matters if the system clock jumps forward: then all acknowledgements are old at once, even those that a
  /// waiting process hasn't read yet.
  private func forgetAcknowledgements(at now: Timestamp) throws {
    let hour: Int64 = 3_600_000_000_000
    try database.execute(
      sql: """
        DELETE FROM barriers
        WHERE at < ? AND at < (SELECT at FROM barriers ORDER BY at DESC LIMIT 1 OFFSET ?)
        """, arguments: [now.nanoseconds - hour, Self.keptAcknowledgements - 1])
  }

  /// The number of newest acknowledgements that the store always keeps. A waiting process polls every 10 ms, and no
  /// watcher acknowledges nearly as many cookies in that time.
  package static let keptAcknowledgements = 1000
}

extension WatchHealth {
  fileprivate var every: Duration? {
    if case .polling(let every, _) = self { every } else { nil }
  }

  fileprivate var why: String? {
    switch self {
    case .watching: nil
    case .polling(_, let why), .catchingUp(let why), .blind(let why): why
    }
  }
}

extension Duration {
  fileprivate var wholeNanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }
}
