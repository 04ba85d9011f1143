internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// A watch over a source, which one process at a time holds. If another process has taken the watch over, this one
/// writes nothing.
struct WatchLease: Sendable {
  /// How long a watch that isn't renewed keeps other processes out.
  static let duration = Duration.seconds(10)

  private let store: Store
  private let source: String
  let fence: Int64

  init(over source: String, in store: Store, fence: Int64) {
    self.store = store
    self.source = source
    self.fence = fence
  }

  /// Writes to the store, but only while this process still holds the watch; otherwise it throws.
  func write(_ body: (StoreWriter) throws -> Void) throws {
    try store.write { writer in
      try writer.checkWatch(over: source, fence: fence)
      try body(writer)
    }
  }

  func announce(_ health: WatchHealth, _ upTo: Timestamp?) throws {
    try store.write(durably: false) { try $0.announce(health, upTo: upTo, over: source, fence: fence) }
  }

  /// Renews the watch until it is cancelled.
  func hold(_ clock: WallClock) async throws {
    while true {
      try await Task.sleep(for: Self.duration / 4)
      let expiry = clock() + Self.duration
      try store.write(durably: false) { try $0.holdWatch(over: source, fence: fence, until: expiry) }
    }
  }

  /// Ends the watch. If that fails, the watch expires by itself.
  func end() {
    try? store.write(durably: false) { try $0.endWatch(over: source, fence: fence) }
  }
}
