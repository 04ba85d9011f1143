internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetSeededNumbers

/// The thin owner of a `SourceKeeping`: performs what it decides, and tells it what came of it.
extension SeededSimulation {
  mutating func takeWatch(_ number: Int) {
    let now = world.now
    let isTaken = commit(number, asWatcher: false) { simulation in
      simulation.store.fences += 1
      simulation.store.watcher = SimulatedStore.WatcherLease(
        holder: number, fence: simulation.store.fences, expires: now + SimulatedProcess.watchLease,
        health: .catchingUp(why: "the watch begins"), upTo: nil)
    }
    guard isTaken else { return }
    if store.fences > 1 { landmarks.reach(.takeover) }
    processes[number].fence = store.fences
    processes[number].renewedAt = now
    processes[number].queue = SimulatedQueue()
    processes[number].heardAt = Timestamp(nanoseconds: 0)
    processes[number].keeping = SourceKeeping(
      source: DocumentID.files, policy: policy(), reconcileEvery: .seconds(60), now: now)
  }

  private func policy() -> any CoherencePolicy {
    let policy = settings.policy(
      rest: RestingTime(gap: .milliseconds(200), maxDuration: .seconds(1)),
      retries: RetrySchedule(base: .seconds(1), cap: .seconds(4), maxAttempts: 3), seed: seed)
    return bug == .changeDuringRefreshForgotten ? ForgetfulPolicy(policy) : policy
  }

  mutating func renewWatch(_ number: Int) {
    let now = world.now
    _ = commit(number) { $0.store.watcher?.expires = now + SimulatedProcess.watchLease }
    processes[number].renewedAt = now
  }

  mutating func deliver(_ number: Int) throws(InvariantViolation) {
    let waiting = processes[number].queue.events.count
    let count = waiting > 1 && random.chance(50) ? Int.random(in: 1..<waiting, using: &random) : waiting
    if processes[number].queue.events.last?.event == .overflow { landmarks.reach(.overflow) }
    let batch = processes[number].queue.take(count, now: world.now, forgetting: bug)
    processes[number].heardAt = world.now
    note { "  \(batch)" }
    if bug == .watermarkAhead, holdsWatch(number) { store.watcher?.upTo = batch.upTo }
    if bug == .cookieAcknowledgedEarly { store.acknowledged.formUnion(batch.cookies) }
    tell(number, .noticed(batch))
  }

  mutating func wake(_ number: Int) throws(InvariantViolation) {
    tell(number, .refresh(.timePassed))
    tell(number, .refresh(.backlog(store.backlog(now: world.now, forgetting: bug))))
  }

  mutating func tell(_ number: Int, _ event: KeepingEvent) {
    guard let actions = processes[number].keeping?.handle(event, now: world.now) else { return }
    note { "  \(event) -> \(actions)" }
    processes[number].actions += actions
  }

  func holdsWatch(_ number: Int) -> Bool {
    processes[number].fence != nil && store.watcher?.fence == processes[number].fence
  }

  /// One transaction; false when it could not be had, or when nobody lives to hear of it.
  mutating func commit(
    _ number: Int, asWatcher: Bool = true, _ body: (inout SeededSimulation) -> Void
  ) -> Bool {
    if diskIsFull { return false }
    if processes[number].crash == .beforeCommit {
      kill(number)
      return false
    }
    if asWatcher, !holdsWatch(number) {
      note { "process \(number) was overtaken" }
      processes[number].standBy()
      landmarks.reach(.watcherOvertaken)
      return false
    }
    body(&self)
    if processes[number].crash == .afterCommit {
      kill(number)
      return false
    }
    return true
  }

  /// Performs the first action that waits.
  mutating func act(_ number: Int) throws(InvariantViolation) {
    switch processes[number].actions[0] {
    case .mark(let ids): mark(ids, number)
    case .look(let scopes): try advanceLook(scopes, number)
    case .acknowledge(let cookies):
      finishAction(number) { $0.store.acknowledged.formUnion(cookies) }
    case .announce(let health, let upTo):
      finishAction(number) { simulation in
        simulation.store.watcher?.health = health
        simulation.store.watcher?.upTo = upTo
      }
    case .refresh(let action): perform(action, number)
    }
  }

  private mutating func finishAction(_ number: Int, _ body: (inout SeededSimulation) -> Void) {
    if commit(number, body) { processes[number].actions.removeFirst() }
  }

  private mutating func mark(_ ids: [DocumentID], _ number: Int) {
    let documents = ids.map(SimulatedDocument.number)
    if bug == .markAfterRead {
      processes[number].lateMarks += documents
    } else {
      guard commit(number, { $0.observe(documents) }) else { return }
    }
    processes[number].actions.removeFirst()
    tell(number, .marked)
  }

  mutating func markLate(_ number: Int) {
    let documents = processes[number].lateMarks
    if commit(number, { $0.observe(documents) }) { processes[number].lateMarks = [] }
  }

  mutating func observe(_ documents: [Int]) {
    store.observe(documents, at: world.now)
    for document in documents { witness.observed[document] = step }
  }

  private mutating func perform(_ action: RefreshAction, _ number: Int) {
    switch action {
    case .refresh(let ids, let manner):
      processes[number].refreshes += ids.map {
        SimulatedRefresh(document: SimulatedDocument.number(of: $0), manner: manner, origin: .keeping)
      }
    case .embed(let passages):
      processes[number].embeddings.append(SimulatedEmbedding(limit: passages))
    case .backOff(let id, let attempts, let why, _):
      let now = world.now
      finishAction(number) {
        $0.store.fail(
          SimulatedDocument.number(of: id), why: why, attempts: attempts, isDeadLetter: false, at: now)
      }
      return
    case .deadLetter(let id, let attempts, let why):
      landmarks.reach(.deadLettered)
      let now = world.now
      finishAction(number) {
        $0.store.fail(
          SimulatedDocument.number(of: id), why: why, attempts: attempts, isDeadLetter: true, at: now)
      }
      return
    case .expire: break
    }
    processes[number].actions.removeFirst()
  }
}

/// A seeded bug: a change that lands during its own refresh is not heard.
struct ForgetfulPolicy: CoherencePolicy {
  private var policy: any CoherencePolicy

  init(_ policy: any CoherencePolicy) {
    self.policy = policy
  }

  var nextWake: Timestamp? { policy.nextWake }
  var ledger: RefreshLedger { policy.ledger }
  var admits: Bool { policy.admits }

  mutating func handle(_ event: RefreshEvent, now: Timestamp) -> [RefreshAction] {
    if case .observed(let id) = event, policy.ledger.state(of: id)?.isInFlight == true { return [] }
    return policy.handle(event, now: now)
  }
}
