/// Delivers an element in `rings` at each time that was requested with `set`. Each requested time has a child task of
/// `run`, which is cancelled together with `run`.
///
/// `set` ignores a time that is later than a pending one, because callers call `set` again after each alarm. So only a
/// few times are pending, however often `set` is called. The alarm uses the continuous clock, which changes of the
/// system time don't affect.
struct Alarm: Sendable {
  typealias Moment = ContinuousClock.Instant

  private let moments = AsyncStream.makeStream(of: Moment.self)
  private let bell = AsyncStream.makeStream(of: Moment.self)
  private var pending: Set<Moment> = []

  /// Delivers each requested time when it has come. The receiver must pass it to `rang`.
  var rings: AsyncStream<Moment> { bell.stream }

  /// The number of pending times.
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

  /// Waits for the requested times until the task is cancelled.
  func run() async {
    await withDiscardingTaskGroup { bells in
      for await moment in moments.stream {
        bells.addTask { [bell] in
          do {
            try await Task.sleep(until: moment, clock: .continuous)
            bell.continuation.yield(moment)
          } catch {}  // cancelled: nothing to deliver
        }
      }
    }
  }
}
