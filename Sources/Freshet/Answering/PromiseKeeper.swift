internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// Makes the store meet the consistency that a read asks for, or throws. A read never silently gets weaker consistency.
struct PromiseKeeper: Sendable {
  let environment: CacheEnvironment

  private var store: Store { environment.store }
  private var clock: WallClock { environment.clock }

  /// Waits until the store meets `consistency`, or throws.
  ///
  /// - Parameter needsVectors: whether the read must wait until changed passages have their vectors, not only their
  ///   text.
  /// - Throws: `FreshetError.consistencyNotMet`, `.tokenFromAnotherHistory`; the errors of `reindex` if a source must
  ///   be scanned.
  func keep(_ consistency: Consistency, needsVectors: Bool) async throws {
    switch consistency {
    case .any: break
    case .session(let token): try store.read { try $0.checkHistory(token) }
    case .bounded(let limit, .fail): try checkBound(limit)
    case .bounded(let limit, .revalidate):
      if case .kept = try boundVerdict(limit) { return }
      try await passBarrier(timeout: Self.revalidationTime, needsVectors: needsVectors, asked: "bounded")
      try checkBound(limit)
    case .barrier(let timeout):
      try await passBarrier(timeout: timeout, needsVectors: needsVectors, asked: "barrier")
    case .strict(let timeout):
      try await passBarrier(timeout: timeout, needsVectors: needsVectors, asked: "strict")
    }
  }

  /// How long a read with `.bounded(_, .revalidate)` may take to bring the index up to date.
  private static let revalidationTime = Duration.seconds(60)

  private func checkBound(_ limit: Duration) throws {
    if case .broken(let why, let watermark) = try boundVerdict(limit) {
      throw FreshetError.consistencyNotMet(asked: "bounded staleness of \(limit)", why: why, watermark: watermark)
    }
  }

  private func boundVerdict(_ limit: Duration) throws -> ReadPromise.Verdict {
    let state = try store.read { try environment.freshness($0, now: clock()) }
    return ReadPromise.bounded(limit, state, now: clock())
  }

  /// Waits until every file operation that ended before this call is indexed.
  private func passBarrier(timeout: Duration, needsVectors: Bool, asked: String) async throws {
    do {
      try await Self.within(timeout) {
        for source in environment.sources.all { try await passBarrier(of: source) }
        if needsVectors { try await awaitVectors() }
      }
    } catch is Overdue {
      let watermark = try store.read { try environment.freshness($0, now: clock()) }.watermark
      throw FreshetError.consistencyNotMet(
        asked: asked, why: "the index could not be brought up to date within \(timeout)", watermark: watermark)
    }
  }

  /// Waits until the earlier changes of one source are indexed. If a watcher is alive in any process, this creates a
  /// cookie (marker file) and waits until the watcher has acknowledged it. Otherwise, or if no cookie can be created,
  /// this scans the source itself.
  private func passBarrier(of source: DirectorySource) async throws {
    if let watcher = try liveWatcher(of: source), let cookie = Cookie(in: source.root) {
      defer { cookie.remove() }
      if try await isSeen(cookie, by: watcher, of: source) { return }
    }
    try environment.prepareStore()
    var run = environment.run(over: source)
    let sight = try await run.look(at: [])
    try await run.refresh(sight)
    try await run.refreshOvertaken()
    while run.outcome.hasOvertaken {
      try await Task.sleep(for: VectorSupply.lookEvery)
      try await run.refreshOvertaken()
    }
    try run.finish(sight)
  }

  /// Waits until the watcher has acknowledged the cookie. Returns false if the watcher ends before that.
  private func isSeen(_ cookie: Cookie, by watcher: WatcherRecord, of source: DirectorySource) async throws -> Bool {
    var pause = Duration.milliseconds(1)
    while true {
      if try store.read({ try $0.isAcknowledged(cookie.name) }) { return true }
      if try liveWatcher(of: source)?.fence != watcher.fence { return false }
      try await Task.sleep(for: pause)
      pause = min(pause * 1.2, .milliseconds(10))
    }
  }

  /// The live watcher of the source. Nil if there is none, or if the watcher follows the policy refresh-ahead, under
  /// which watchers don't handle cookies.
  private func liveWatcher(of source: DirectorySource) throws -> WatcherRecord? {
    let now = clock()
    return try store.read { try $0.watcher(of: source.name) }.flatMap { watcher in
      watcher.isAlive(at: now) && watcher.policy != CoherenceSettings.refreshAheadName ? watcher : nil
    }
  }

  /// Waits until every passage that awaits its vector at the time of the call has one. Any process may embed it.
  private func awaitVectors() async throws {
    let space = environment.embedder.space.id
    let waiting = try store.read { try $0.awaitedAddresses(in: space) }
    let (supply, clock) = (environment.supply, clock)
    try await environment.canaryTest.refuseDrifted()
    while try !store.read({ try $0.awaitedAddresses(in: space) }).isDisjoint(with: waiting) {
      let batch = try await environment.turns.take {
        var supply = supply
        return try await supply.embedAwaited(retry: { RetrySchedule.standard.retry($0, after: clock()) })
      }
      if batch == nil { try await Task.sleep(for: VectorSupply.lookEvery) }
    }
  }

  private struct Overdue: Error {}

  private static func within(_ limit: Duration, _ body: @escaping @Sendable () async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask(operation: body)
      group.addTask {
        try await Task.sleep(for: limit)
        throw Overdue()
      }
      defer { group.cancelAll() }
      try await group.next()
    }
  }
}

extension CoherenceSettings {
  static let refreshAheadName = "refresh-ahead"
}
