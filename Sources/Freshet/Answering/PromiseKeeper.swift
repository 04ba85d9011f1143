internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// Makes sure that a read sees what its consistency demands, or throws why it can't. A read never silently gets less.
struct PromiseKeeper: Sendable {
  let environment: CacheEnvironment

  private var store: Store { environment.store }
  private var clock: WallClock { environment.clock }

  /// - Parameter needsVectors: whether everything that changed before must have its vectors too, not only its text.
  /// - Throws: `FreshetError.consistencyNotMet`, `.tokenFromAnotherHistory`; what `reindex` throws, if a source must be
  ///   scanned.
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

  /// How long a bounded read may take to bring the index in step.
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

  /// Returns when every file operation that ended before the call is indexed.
  private func passBarrier(timeout: Duration, needsVectors: Bool, asked: String) async throws {
    do {
      try await Self.within(timeout) {
        for source in environment.sources.all { try await passBarrier(of: source) }
        if needsVectors { try await awaitVectors() }
      }
    } catch is Overdue {
      let watermark = try store.read { try environment.freshness($0, now: clock()) }.watermark
      throw FreshetError.consistencyNotMet(
        asked: asked, why: "the index is not in step within \(timeout)", watermark: watermark)
    }
  }

  /// Passes the barrier of one source. If a watcher is alive, in whatever process, a cookie goes through its queue and
  /// the journal. Otherwise, or if no cookie can be written, this scans the source.
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

  /// Waits until the watcher has acknowledged the cookie. False if the watcher is gone before.
  private func isSeen(_ cookie: Cookie, by watcher: WatcherRecord, of source: DirectorySource) async throws -> Bool {
    var pause = Duration.milliseconds(1)
    while true {
      if try store.read({ try $0.isAcknowledged(cookie.name) }) { return true }
      if try liveWatcher(of: source)?.fence != watcher.fence { return false }
      try await Task.sleep(for: pause)
      pause = min(pause * 1.2, .milliseconds(10))
    }
  }

  /// The live watcher of the source; nil under refresh-ahead, where no watcher looks for cookies.
  private func liveWatcher(of source: DirectorySource) throws -> WatcherRecord? {
    let now = clock()
    return try store.read { try $0.watcher(of: source.name) }.flatMap { watcher in
      watcher.isAlive(at: now) && watcher.policy != CoherenceSettings.refreshAheadName ? watcher : nil
    }
  }

  /// Waits until everything that awaits a vector now has it, no matter which process embeds it.
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
