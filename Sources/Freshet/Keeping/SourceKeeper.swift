internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// Keeps the index of one source up to date while this process holds the lease (exclusive right) to watch it.
/// `SourceKeeping` decides what to do; the keeper performs it.
///
/// The actor performs short commits (marks, acknowledgements, announcements of the watch's health) at once. Scans,
/// refreshes and embeddings have a task each, which does one piece of work at a time. A failed action ends the keeper;
/// a new keeper then continues from the state in the store.
actor SourceKeeper {
  let environment: CacheEnvironment
  let source: DirectorySource
  let report: @Sendable (WatchEvent) -> Void
  private let lease: WatchLease
  private var keeping: SourceKeeping
  private var work = KeeperWork()
  private let asks = AsyncStream.makeStream(of: DocumentID.self, bufferingPolicy: .bufferingNewest(1_024))
  var memory = KeeperMemory()

  init(
    of source: DirectorySource, in environment: CacheEnvironment, under lease: WatchLease,
    report: @escaping @Sendable (WatchEvent) -> Void
  ) {
    let settings = source.configuration
    self.source = source
    self.environment = environment
    self.lease = lease
    self.report = report
    keeping = SourceKeeping(
      source: source.name,
      policy: settings.coherence.policy(
        rest: RestingTime(gap: settings.rest, maxDuration: max(settings.rest, RestingTime.standard.maxDuration)),
        seed: UInt64(bitPattern: lease.fence)),
      reconcileEvery: settings.reconcileEvery, now: environment.clock())
  }

  var store: Store { environment.store }
  var clock: WallClock { environment.clock }

  /// Runs until the task is cancelled, or until one of the keeper's tasks fails.
  func run() async throws {
    let work = work
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await self.watch() }
      group.addTask { for await scopes in work.looks.stream { try await self.look(scopes) } }
      group.addTask { for await due in work.refreshes.stream { try await self.refresh(due) } }
      group.addTask { for await limit in work.embeddings.stream { try await self.embed(limit) } }
      group.addTask { for await id in self.asks.stream { try await self.handle(.refresh(.asked(id))) } }
      group.addTask { await work.alarm.run() }
      group.addTask { for await moment in work.alarm.rings { try await self.wake(at: moment) } }
      group.addTask { [lease, clock] in try await lease.hold(clock) }
      defer { group.cancelAll() }
      try await group.next()
      try Task.checkCancellation()
    }
  }

  /// Notes that these documents were hits of an answer. The note is a hint: the answer doesn't wait for it, and if more
  /// than 1,024 documents are pending, the oldest are dropped.
  nonisolated func asked(_ documents: [DocumentID]) {
    for id in documents { asks.continuation.yield(id) }
  }

  func handle(_ event: KeepingEvent) throws {
    var events = [event]
    while !events.isEmpty {
      for action in keeping.handle(events.removeFirst(), now: clock()) { events += try perform(action) }
    }
    setAlarm()
  }

  /// Performs an action: short commits at once, longer work by handing it to a task.
  ///
  /// - Returns: events that the action causes immediately, to be handled next.
  private func perform(_ action: KeepingAction) throws -> [KeepingEvent] {
    let now = clock()
    switch action {
    case .mark(let ids):
      memory.deadLetters.subtract(ids)
      try lease.write { try $0.observe(ids, at: now) }
      report(.observed(ids))
      return [.marked]
    case .look(let scopes): work.looks.continuation.yield(scopes)
    case .acknowledge(let cookies): try lease.write { try $0.acknowledge(cookies, at: now) }
    case .announce(let health, let upTo): try announce(health, upTo)
    case .refresh(let action): try perform(action, now)
    }
    return []
  }

  private func perform(_ action: RefreshAction, _ now: Timestamp) throws {
    switch action {
    case .refresh(let ids, let manner): work.refreshes.continuation.yield(DueRefresh(documents: ids, manner: manner))
    case .embed(let passages): work.embeddings.continuation.yield(passages)
    case .backOff(let id, let attempts, let why, let until):
      try lease.write { try $0.fail(id, why: why, attempts: attempts, retryAt: until, at: now) }
      report(.failed(id, why: why, attempts: attempts, retryAt: until))
    case .deadLetter(let id, let attempts, let why):
      memory.deadLetters.insert(id)
      try lease.write { try $0.fail(id, why: why, attempts: attempts, isDeadLetter: true, at: now) }
      report(.deadLettered(id, why: why, attempts: attempts))
    case .expire(let ids):
      try lease.write { try $0.observe(ids, at: now) }
      report(.observed(ids))
    }
  }

  private func announce(_ health: WatchHealth, _ upTo: Timestamp?) throws {
    if case .catchingUp = health { memory.deadLetters = [] }
    if case .blind = health { memory.deadLetters = [] }
    try lease.announce(health, upTo)
    report(.health(source: source.name, health, upTo: upTo))
    try tellBacklog()
  }

  /// Handles an alarm. If the alarm comes slightly early, because the clocks differ, `handle` sets it again.
  private func wake(at moment: Alarm.Moment) throws {
    work.alarm.rang(at: moment)
    try handle(.refresh(.timePassed))
  }

  /// The longest time until an alarm. It is limited because the system's clock may be changed in the meantime.
  private static let longestSleep = Duration.seconds(3600)

  private func setAlarm() {
    guard let wake = keeping.nextWake else { return }
    work.alarm.set(after: min(max(.zero, wake.duration(since: clock())), Self.longestSleep))
  }
}

extension SourceKeeper {
  private func watch() async throws {
    if !isWatched { return try await beat() }
    try await SourceObserver(environment: environment, source: source) { try await self.notice($0) }.run()
  }

  /// Handles a batch of the watcher's events. The system reports a changed file only under the path through which it
  /// was changed. Hard links of the file have the same change, so this adds their paths.
  private func notice(_ batch: WatchBatch) throws {
    var batch = batch
    try lookAnewIfOthersLookedElsewhere(&batch)
    let others = try store.read { reader in
      try batch.touched.flatMap { try reader.otherNames(of: source.id($0.string)) }
    }
    batch.touched.formUnion(others.map { ExactPath($0.path) })
    try handle(.noticed(batch))
  }

  /// Adds a scan of the whole source to `batch` if another process has scanned a different folder at the source's root
  /// since the last batch. That happens if a symbolic link was changed and changed back within one heartbeat: this
  /// watcher doesn't notice it, but the other process may have committed the other folder's content. The scan takes
  /// place before the cookies (marker files) of this batch are acknowledged.
  private func lookAnewIfOthersLookedElsewhere(_ batch: inout WatchBatch) throws {
    let count = try store.read { try $0.source(named: source.name)?.looksElsewhere }
    if let known = memory.looksElsewhere, count != known { batch.scopes.insert("") }
    memory.looksElsewhere = count
  }

  var isWatched: Bool {
    if case .refreshAhead = source.configuration.coherence { false } else { true }
  }

  /// Drives the keeper of a source under the refresh-ahead policy, which has no watcher. Documents are verified when
  /// their last verification is old, or when they were hits; periodic scans find new documents.
  private func beat() async throws {
    let settings = source.configuration
    var batch = WatchBatch(
      health: .polling(
        every: settings.reconcileEvery,
        why: "Freshet verifies a document when a search finds it, or when its last verification is old"))
    batch.scopes = [""]
    while true {
      try handle(.noticed(batch))
      batch.scopes = []
      try await Task.sleep(for: SourceObserver.heartbeat)
      try tellBacklog()
    }
  }

  func tellBacklog() throws {
    let now = clock()
    let level = try store.read { try $0.awaitedCount(in: environment.embedder.space.id, at: now) }
    try handle(.refresh(.backlog(Backlog(passages: level.passages, oldest: level.oldest))))
  }
}
