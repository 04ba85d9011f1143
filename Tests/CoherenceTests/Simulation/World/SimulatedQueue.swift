internal import FreshetCorpus

/// What the system keeps for one watcher, in order and bounded, as inotify does.
struct SimulatedQueue {
  enum Event: Hashable {
    case touched(Int)
    case folder(Int)
    case cookie(String)
    case rootGone
    case rootBack
    case overflow
  }

  static let capacity = 5

  private(set) var events: [(event: Event, at: Timestamp)] = []
  private var isRootGone = false

  mutating func append(_ event: Event, at now: Timestamp) {
    if events.last?.event == .overflow { return }
    events.append((events.count < Self.capacity ? event : .overflow, now))
  }

  /// Swaps two neighbours; never across a cookie, whose place in the queue is what it is for.
  mutating func reorder(_ index: Int) {
    guard index + 1 < events.count, isFileEvent(index), isFileEvent(index + 1) else { return }
    events.swapAt(index, index + 1)
  }

  private func isFileEvent(_ index: Int) -> Bool {
    if case .touched = events[index].event { true } else { false }
  }

  /// The first events as a watcher tells them.
  mutating func take(_ count: Int, now: Timestamp, forgetting bug: SeededBug?) -> WatchBatch {
    var batch = WatchBatch(health: .watching)
    for (event, _) in events.prefix(count) {
      switch event {
      case .touched(let document): batch.touched.insert(ExactPath(SimulatedDocument.ids[document].path))
      case .folder(let folder):
        if bug != .lostScope { batch.scopes.insert(ExactPath(SimulatedDocument.folders[folder])) }
      case .cookie(let name): batch.cookies.append(name)
      case .rootGone: isRootGone = true
      case .rootBack:
        isRootGone = false
        batch.scopes.insert("")
      case .overflow: if bug != .overflowIgnored { batch.scopes.insert("") }
      }
    }
    events.removeFirst(min(count, events.count))
    batch.upTo = events.map { Timestamp(nanoseconds: $0.at.nanoseconds - 1) }.min() ?? now
    if isRootGone {
      batch.health = .blind(why: "the root is gone")
      batch.upTo = nil
    }
    return batch
  }
}
