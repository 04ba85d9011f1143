/// Who watches a source, and what it says of it.
public struct WatcherRecord: Hashable, Sendable {
  /// The watched source.
  public let source: String
  /// The process that watches.
  public let holder: String
  /// Greater than that of every lease before it: a watcher that was overtaken is refused by it.
  package let fence: Int64
  /// When another may take the watch over, unless it is renewed.
  public let expiresAt: Timestamp
  /// The policy by which the source is kept coherent.
  public let policy: String
  /// How well the source is watched.
  public let health: WatchHealth
  /// Everything that happened until then is in the journal or in the index; nil while the watcher can't say.
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

  /// Whether the watcher's lease holds at this moment.
  public func isAlive(at now: Timestamp) -> Bool { now < expiresAt }
}
