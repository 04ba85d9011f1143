internal import FreshetStorage
internal import Synchronization

/// The number of passages that await their vectors, for the progress of a reindexing. It asks the store at most once a
/// second, because the store counts them one by one.
final class QueueGauge: Sendable {
  private static let interval = Duration.seconds(1)
  private let store: Store
  private let last = Mutex<(at: ContinuousClock.Instant, length: Int)?>(nil)

  init(store: Store) {
    self.store = store
  }

  /// The number of passages that await their vectors, at most a second old. If the store can't be read now, the last
  /// known number, or 0.
  func length() -> Int {
    last.withLock { last in
      if let last, ContinuousClock.now - last.at < Self.interval { return last.length }
      let length = (try? store.read { try $0.queueLength() }) ?? last?.length ?? 0  // only the progress line shows it
      last = (.now, length)
      return length
    }
  }
}
