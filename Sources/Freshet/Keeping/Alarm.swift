/// Rings at the moments that were set: `rings` delivers them. Each moment has a child task of `run`, and is cancelled
/// with it.
///
/// `set` adds a moment only if it comes before all others, because a caller that wakes early sets an alarm again. So
/// only a few are set at a time, however often callers call it. Moments are of the continuous clock, which no change of
/// the system's time moves.
struct Alarm: Sendable {
  typealias Moment = ContinuousClock.Instant

  private let moments = AsyncStream.makeStream(of: Moment.self)
  private let bell = AsyncStream.makeStream(of: Moment.self)
  private var pending: Set<Moment> = []

  /// The moments that have come, each to be passed to `rang`.
  var rings: AsyncStream<Moment> { bell.stream }

  /// The number of moments that are set.
  var count: Int { pending.count }

  mutating func set(after delay: Duration) {
    let moment = ContinuousClock.now + delay
    if let earliest = pending.min(), earliest <= moment { return }
    pending.insert(moment)
    moments.continuation.yield(moment)
  }

  mutating func rang(at moment: Moment) {
    pending.remove(moment)
  }

  /// Runs until it is cancelled.
  func run() async {
    await withDiscardingTaskGroup { bells in
      for await moment in moments.stream {
        bells.addTask { [bell] in
          do {
            try await Task.sleep(until: moment, clock: .continuous)
            bell.continuation.yield(moment)
          } catch {}  // cancelled: nobody waits for it
        }
      }
    }
  }
}
