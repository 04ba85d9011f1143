/// What the store records of the process that watches a source.
public struct WatcherRecord: Hashable, Sendable {
  /// The name of the watched source.
  public let source: String
  /// The name of the process that watches the source.
  public let holder: String
  /// The number of the watcher's lease (its right to watch, which expires), greater than that of every earlier lease.
  /// The store rejects writes of a watcher that another process has replaced.
  package let fence: Int64
  /// When the lease expires, so that another process may take over. The watcher renews the lease before that time.
  public let expiresAt: Timestamp
  /// The name of the source's refresh policy.
  public let policy: String
  /// How well the process watches the source.
  public let health: WatchHealth
  /// The time up to which every change of the source is indexed or recorded as pending; nil if the watcher can't
  /// determine such a time.
  public let upTo: Timestamp?

  package init(
    source: String, holder: String, fence: Int64, expiresAt: Timestamp, policy: String, health: WatchHealth,
    upTo: Timestamp?
  ) {
    self.source = source
    self.holder = holder
    self.fence = fence
    self.expiresAt = expiresAt
    self.policy = policy
    self.health = health
    self.upTo = upTo
  }

  /// Whether the watcher's lease is still valid at `now`.
  public func isAlive(at now: Timestamp) -> Bool { now < expiresAt }
}
