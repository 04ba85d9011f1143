internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// A watch over a source, held by one process at a time. One that was overtaken writes nothing.
struct WatchLease: Sendable {
  /// How long a watch that doesn't show life keeps others out.
  static let duration = Duration.seconds(10)

  private let store: Store
  private let source: String
  let fence: Int64

  init(over source: String, in store: Store, fence: Int64) {
    self.store = store
    self.source = source
    self.fence = fence
  }

  /// Only while the watch is still ours: one that was stopped and overtaken writes nothing.
  func write(_ body: (StoreWriter) throws -> Void) throws {
    try store.write { writer in
      try writer.checkWatch(over: source, fence: fence)
      try body(writer)
    }
  }

  func announce(_ health: WatchHealth, _ upTo: Timestamp?) throws {
    try store.write(durably: false) { try $0.announce(health, upTo: upTo, over: source, fence: fence) }
  }

  /// Until it is cancelled.
  func hold(_ clock: WallClock) async throws {
    while true {
      try await Task.sleep(for: Self.duration / 4)
      let expiry = clock() + Self.duration
      try store.write(durably: false) { try $0.holdWatch(over: source, fence: fence, until: expiry) }
    }
  }

  /// A watch that can't be ended expires.
  func end() {
    try? store.write(durably: false) { try $0.endWatch(over: source, fence: fence) }
  }
}
