/// The process that watches a source, and the state that it reports.
public struct WatcherRecord: Hashable, Sendable {
  /// The watched source.
  public let source: String
  /// The process that watches.
  public let holder: String
  /// A number greater than that of every earlier lease. The store refuses a watcher that another one has replaced.
  package let fence: Int64
  /// When another process may take over, unless the watcher renews its lease.
  public let expiresAt: Timestamp
  /// The name of the source's policy.
  public let policy: String
  /// How well the source is watched.
  public let health: WatchHealth
  /// The journal or the index has every change up to this moment; nil if the watcher can't tell.
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
