internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// The lease for watching a source: an exclusive right that expires if its holder doesn't renew it. Writes through the
/// lease fail if another process has taken it over.
struct WatchLease: Sendable {
  /// The time after which a lease that isn't renewed expires.
  static let duration = Duration.seconds(10)

  private let store: Store
  private let source: String
  let fence: Int64

  init(over source: String, in store: Store, fence: Int64) {
    self.store = store
    self.source = source
    self.fence = fence
  }

  /// Runs a write transaction. Throws without writing if this process no longer holds the lease.
  func write(_ body: (StoreWriter) throws -> Void) throws {
    try store.write { writer in
      try writer.checkWatch(over: source, fence: fence)
      try body(writer)
    }
  }

  func announce(_ health: WatchHealth, _ upTo: Timestamp?) throws {
    try store.write(durably: false) { try $0.announce(health, upTo: upTo, over: source, fence: fence) }
  }

  /// Renews the lease regularly until the task is cancelled.
  func hold(_ clock: WallClock) async throws {
    while true {
      try await Task.sleep(for: Self.duration / 4)
      let expiry = clock() + Self.duration
      try store.write(durably: false) { try $0.holdWatch(over: source, fence: fence, until: expiry) }
    }
  }

  /// Gives up the lease. If that fails, the lease expires by itself.
  func end() {
    try? store.write(durably: false) { try $0.endWatch(over: source, fence: fence) }
  }
}
