internal import FreshetCoherence
internal import FreshetCorpus
internal import Dispatch
internal import Logging
internal import FreshetStorage
internal import FreshetWatching

/// Keeps one source in step under the watch's lease: performs what `Upkeep` decides, and nothing else.
///
/// What the machine wants done at once (marks, acknowledgements, announcements) is a short commit and done in the actor;
/// looks, refreshes and embeddings have a task each, with one piece of work in flight. Crash-only: whatever can't be
/// done now ends the keeper, and the next one finds everything in the store.
actor SourceKeeper {
  private let store: Store
  private let source: DirectorySource
  private let embedder: DeferredEmbedder
  private let embedding: TurnTaking
  private let holder: String
  private let clock: WallClock
  private let fence: Int64
  private let metrics: CacheMetrics
  private let report: @Sendable (WatchEvent) -> Void
  private var upkeep: Upkeep

  // Bounded by the machine: it has one look and one embedding in flight, and each document in one refresh at most.
  private let looks = AsyncStream.makeStream(of: Set<ExactPath>.self)
  private let refreshes = AsyncStream.makeStream(of: DueRefresh.self)
  private let embeddings = AsyncStream.makeStream(of: Int.self)
  private let asks = AsyncStream.makeStream(of: DocumentID.self, bufferingPolicy: .bufferingNewest(1_024))
  private let alarms = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  private var alarmAt: Timestamp?
  /// Documents that were given up here, and that the watcher would have named if they had changed since.
  private var buried: Set<DocumentID> = []
  private var reported = ReportedHolds()
  private var hollows = RecentHollows()
  /// The recorded number of scans elsewhere at the watcher's last batch; nil before the first.
  private var looksElsewhere: Int?

  private struct DueRefresh: Sendable {
    let documents: [DocumentID]
    let manner: RefreshManner
  }

  init(
    store: Store, source: DirectorySource, embedder: DeferredEmbedder, embedding: TurnTaking, holder: String,
    fence: Int64, clock: @escaping WallClock, metrics: CacheMetrics, report: @escaping @Sendable (WatchEvent) -> Void
  ) {
    let settings = source.configuration
    self.store = store
    self.source = source
    self.embedder = embedder
    self.embedding = embedding
    self.holder = holder
    self.clock = clock
    self.fence = fence
    self.metrics = metrics
    self.report = report
    upkeep = Upkeep(
      source: source.name,
      policy: settings.coherence.policy(
        settling: Settling(gap: settings.settling, maxDuration: max(settings.settling, Settling.standard.maxDuration)),
        seed: UInt64(bitPattern: fence)),
      reconcileEvery: settings.reconcileEvery, now: clock())
  }

  /// How long a watch that doesn't show life keeps others out.
  static let leaseTime = Duration.seconds(10)

  /// Until it is cancelled, or can't go on.
  func run() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await self.watch() }
      group.addTask { for await scopes in self.looks.stream { try await self.look(scopes) } }
      group.addTask { for await due in self.refreshes.stream { try await self.refresh(due) } }
      group.addTask { for await limit in self.embeddings.stream { try await self.embed(limit) } }
      group.addTask { for await id in self.asks.stream { try await self.handle(.refresh(.asked(id))) } }
      group.addTask { for await _ in self.alarms.stream { try await self.wake() } }
      group.addTask { try await self.holdLease() }
      defer { group.cancelAll() }
      try await group.next()
      try Task.checkCancellation()
    }
  }

  /// An answer served these. A hint: who asks neither waits for it nor fails with it, and of many the oldest are dropped.
  nonisolated func asked(_ documents: [DocumentID]) {
    for id in documents { asks.continuation.yield(id) }
  }

  private func holdLease() async throws {
    while true {
      try await Task.sleep(for: Self.leaseTime / 4)
      let expiry = clock() + Self.leaseTime
      try store.write(durably: false) { try $0.holdWatch(over: source.name, fence: fence, until: expiry) }
    }
  }

  private func handle(_ event: UpkeepEvent) throws {
    var events = [event]
    while !events.isEmpty {
      for action in upkeep.handle(events.removeFirst(), now: clock()) { events += try perform(action) }
    }
    setAlarm()
  }

  /// - Returns: the answers of what was done at once.
  private func perform(_ action: UpkeepAction) throws -> [UpkeepEvent] {
    let now = clock()
    switch action {
    case .mark(let ids):
      buried.subtract(ids)
      try write { try $0.observe(ids, at: now) }
      report(.observed(ids))
      return [.marked]
    case .look(let scopes): looks.continuation.yield(scopes)
    case .acknowledge(let cookies): try write { try $0.acknowledge(cookies, at: now) }
    case .announce(let health, let upTo): try announce(health, upTo)
    case .refresh(let action): try perform(action, now)
    }
    return []
  }

  private func perform(_ action: RefreshAction, _ now: Timestamp) throws {
    switch action {
    case .refresh(let ids, let manner): refreshes.continuation.yield(DueRefresh(documents: ids, manner: manner))
    case .embed(let passages): embeddings.continuation.yield(passages)
    case .backOff(let id, let attempts, let why, let until):
      try write { try $0.fail(id, why: why, attempts: attempts, retryAt: until, at: now) }
      report(.failed(id, why: why, attempts: attempts, retryAt: until))
    case .bury(let id, let attempts, let why):
      buried.insert(id)
      try write { try $0.fail(id, why: why, attempts: attempts, isBuried: true, at: now) }
      report(.buried(id, why: why, attempts: attempts))
    case .expire(let ids):
      try write { try $0.observe(ids, at: now) }
      report(.observed(ids))
    }
  }

  /// Only while the watch is still ours: one that was stopped and overtaken writes nothing.
  private func write(_ body: (StoreWriter) throws -> Void) throws {
    try store.write { writer in
      try writer.checkWatch(over: source.name, fence: fence)
      try body(writer)
    }
  }

  private func announce(_ health: WatchHealth, _ upTo: Timestamp?) throws {
    if case .catchingUp = health { buried = [] }
    if case .blind = health { buried = [] }
    try store.write(durably: false) { try $0.announce(health, upTo: upTo, over: source.name, fence: fence) }
    report(.health(source: source.name, health, upTo: upTo))
    try tellBacklog()
  }

  /// One that comes a moment early, by another clock, is set again.
  private func wake() throws {
    alarmAt = nil
    try handle(.refresh(.timePassed))
  }

  /// Limited, because the clock may be set meanwhile.
  private static let longestSleep = Duration.seconds(3600)

  /// A stale alarm finds nothing to do; an early one is set again.
  private func setAlarm() {
    guard let wake = upkeep.nextWake, wake != alarmAt else { return }
    alarmAt = wake
    let delay = min(max(.zero, wake.duration(since: clock())), Self.longestSleep)
    DispatchQueue.global().asyncAfter(deadline: .now() + delay / .seconds(1)) { [alarms] in
      alarms.continuation.yield()
    }
  }
}

extension SourceKeeper {
  private func watch() async throws {
    if !isWatched { return try await beat() }
    while true {
      let named = try store.read { try $0.namedPaths(of: source.name) }
      do {
        return try await watch(source.naming(named))
      } catch is NamesChanged {
        continue
      }
    }
  }

  /// Somebody named a hidden document in the meantime: the watch must restart to see it.
  private struct NamesChanged: Error {}

  private func watch(_ source: DirectorySource) async throws {
    let settings = source.configuration
    let cookies = source.root + "/" + StoreLocation.folderName + "/cookies"
    let deliver: @Sendable (WatchBatch) async throws -> Void = { [named = source.directory.named] in
      try await self.checkNames(named)
      try await self.notice($0)
    }
    if let why = fileSystemNeedsPolling(source.root) { return try await poll(source, cookies, because: why, deliver) }
    while true {
      let refusal: String
      do {
        return try await InotifyWatcher(
          directory: source.directory, cookies: cookies, heartbeat: Self.heartbeat, now: clock
        ).run(deliver)
      } catch let error as WatchingError {
        switch error {
        case .watchRefused, .changesUntold: refusal = "\(error)"
        default: throw error
        }
      } catch let error as SystemError {
        refusal = "the system has no room for a watch: \(error)"
      }
      // Poll only for a while: the system may have room for a watch again later.
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await self.poll(source, cookies, because: refusal, deliver) }
        group.addTask { try await Task.sleep(for: settings.reconcileEvery) }
        defer { group.cancelAll() }
        try await group.next()
      }
    }
  }

  private func checkNames(_ named: [String]) throws {
    if try store.read({ try $0.namedPaths(of: source.name) }) != named { throw NamesChanged() }
  }

  private func poll(
    _ source: DirectorySource, _ cookies: String, because why: String,
    _ deliver: @escaping @Sendable (WatchBatch) async throws -> Void
  ) async throws {
    try await PollingWatcher(
      directory: source.directory, cookies: cookies, every: source.configuration.pollEvery, heartbeat: Self.heartbeat,
      why: why, now: clock
    ).run(deliver)
  }

  /// The system names a file by the name that it was changed through: its other names hold the change, too.
  private func notice(_ batch: WatchBatch) throws {
    var batch = batch
    try lookAnewIfOthersLookedElsewhere(&batch)
    let others = try store.read { reader in
      try batch.touched.flatMap { try reader.otherNames(of: source.id($0.string)) }
    }
    batch.touched.formUnion(others.map { ExactPath($0.path) })
    try handle(.noticed(batch))
  }

  /// If someone swaps a link there and back within a heartbeat, this watcher doesn't notice. But another process may
  /// have scanned the other folder meanwhile and committed its content. So everything is scanned again before the
  /// cookies of this batch are answered.
  private func lookAnewIfOthersLookedElsewhere(_ batch: inout WatchBatch) throws {
    let count = try store.read { try $0.source(named: source.name)?.looksElsewhere }
    if let looksElsewhere, count != looksElsewhere { batch.scopes.insert("") }
    looksElsewhere = count
  }

  private static let heartbeat = Duration.seconds(1)

  private var isWatched: Bool {
    if case .refreshAhead = source.configuration.coherence { false } else { true }
  }

  /// Nobody watches a source that is refreshed ahead: time and reads lead to its documents, a look now and then to new ones.
  private func beat() async throws {
    let settings = source.configuration
    var batch = WatchBatch(
      health: .polling(every: settings.reconcileEvery, why: "its documents are verified when they are asked for or old")
    )
    batch.scopes = [""]
    while true {
      try handle(.noticed(batch))
      batch.scopes = []
      try await Task.sleep(for: Self.heartbeat)
      try tellBacklog()
    }
  }

  private func sourceRun(_ manner: RefreshManner) -> SourceRun {
    SourceRun(
      store: store, source: source, embedder: embedder, holder: holder, clock: clock, manner: manner,
      metrics: metrics)
  }

  private func look(_ scopes: Set<ExactPath>) async throws {
    let began = clock()
    var run = sourceRun(source.configuration.coherence.manner)
    do {
      let sight = try await run.look(at: scopes.sorted().map(\.string), leavingOut: isWatched ? buried : [])
      try run.commit()
      if scopes.contains("") { try run.finish(sight) }
      tell(reported.news(sight.survey.hold, isWhole: scopes.contains("")))
      tell(reported.news(sight.survey.hiddenHold, isWhole: scopes.contains("")))
      if !sight.changed.isEmpty { report(.observed(sight.changed)) }
      try tellVerified(sight, at: began)
      try handle(.looked(changed: sight.changed, startedAt: began))
    } catch FreshetError.sourceUnreachable(_, let why) {
      try handle(.unseen(why: why))
    } catch FreshetError.outOfResources(let why) {
      try handle(.unseen(why: why.description))
    }
  }

  private func tell(_ held: AdvisedText?) {
    if let held { report(.heldBack(source: source.name, why: held)) }
  }

  /// What a look found unchanged was verified by it.
  private func tellVerified(_ sight: Sight, at moment: Timestamp) throws {
    if isWatched { return }
    let changed = Set(sight.changed)
    for document in sight.known.indexed where !changed.contains(document.id) {
      try handle(.refresh(.verified(document.id, at: moment, cost: .zero)))
    }
  }

  private func refresh(_ due: DueRefresh) async throws {
    let began = clock()
    let observedAt = try store.read { reader in
      try due.documents.reduce(into: [:]) { $0[$1] = try reader.pending($1)?.observedAt }
    }
    let outcome = try await outcome(of: due)
    let (ends, held) = (outcome.ends, outcome.heldBack)
    hollows.add(outcome.hollow, at: began)
    tell(reported.news(outcome.hold, isWhole: false))
    let served = try store.read { reader in try Set(due.documents.filter { try reader.document($0) != nil }) }
    let now = clock()
    let cost = now.duration(since: began) / max(1, due.documents.count)
    for id in due.documents {
      // A held-back document waits for a person or for the next scan: a retry would change nothing.
      let end = held.contains(id) ? .settled : ends[id] ?? .settled
      if end == .settled, !held.contains(id) {
        report(.served(id, lag: now.duration(since: observedAt[id] ?? began)))
        if served.contains(id) { try handle(.refresh(.verified(id, at: began, cost: cost))) }
      }
      try handle(.refresh(.ended(id, end)))
    }
    try tellBacklog()
  }

  /// If the embedder is down or a source is missing, every document without an outcome fails and is retried. If the
  /// machine has no resources left, that proves nothing about any document: the keeper ends, and starts anew after a
  /// pause.
  private func outcome(of due: DueRefresh) async throws -> SourceRunOutcome {
    var run = sourceRun(due.manner)
    run.hollowBefore = hollows.count(at: clock())
    do {
      let sight = try await run.look(at: due.documents.map(\.path))
      try await run.refresh(sight)
      tell(reported.news(sight.survey.hold, isWhole: false))
      return run.outcome
    } catch FreshetError.outOfResources(let why) {
      throw FreshetError.outOfResources(why: why)
    } catch let error as FreshetError {
      let failure = RefreshEnd.failed(why: "\(error)")
      var outcome = run.outcome
      outcome.ends = Dictionary(due.documents.map { ($0, failure) }) { first, _ in first }.merging(outcome.ends) { $1 }
      return outcome
    }
  }

  private func embed(_ limit: Int) async throws {
    let began = ContinuousClock.now
    let (supply, clock) = (
      VectorSupply(store: store, embedder: embedder, holder: holder, clock: clock, metrics: metrics), clock
    )
    do {
      try await CanaryTest(store: store, embedder: embedder, clock: clock).refuseDrifted()
      let batch = try await embedding.take {
        var supply = supply
        return try await supply.embedAwaited(
          limit: limit, retry: { RetrySchedule.standard.retry($0, after: clock()) })
      }
      try tellBacklog()
      if let batch {
        let waiting = try store.read { try $0.awaitedCount(in: embedder.space.id) }
        report(.embedded(passages: batch.vectors.count, waiting: waiting))
      }
      try handle(.refresh(.embedded(failure: nil, took: ContinuousClock.now - began)))
    } catch FreshetError.embedderFailed(let why) {
      report(.embedderFailed(why: why))
      try handle(.refresh(.embedded(failure: why.description, took: ContinuousClock.now - began)))
    }
  }

  private func tellBacklog() throws {
    let now = clock()
    let level = try store.read { try $0.awaitedCount(in: embedder.space.id, at: now) }
    try handle(.refresh(.backlog(Backlog(passages: level.passages, oldest: level.oldest))))
  }
}
