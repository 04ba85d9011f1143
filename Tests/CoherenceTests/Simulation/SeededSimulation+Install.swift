internal import FreshetCoherence
internal import FreshetCorpus

/// The second half of a document's way: its vectors, its commit, and what is reported of it.
extension SeededSimulation {
  func missingKeys(_ refresh: SimulatedRefresh) -> [Int] {
    Set(SimulatedContent.passages[refresh.content]).sorted().map { SimulatedContent.key($0, store.space) }
      .filter { store.vectors[$0] == nil || bug == .committedVectorEmbeddedAgain }
  }

  func isFree(_ key: Int) -> Bool {
    bug == .embedWithoutLease || store.leases[key].map { $0.expires <= world.now } ?? true
  }

  mutating func claim(_ refresh: inout SimulatedRefresh, _ number: Int) -> Bool {
    let keys = missingKeys(refresh)
    let expires = world.now + SimulatedProcess.embeddingLease
    if keys.isEmpty {
      (refresh.keys, refresh.phase) = ([], .commit)
      return false
    }
    var fence = 0
    guard commit(number, asWatcher: refresh.origin == .keeping, { fence = $0.store.lease(keys, until: expires) })
    else { return !isStill(refresh, number) }
    (refresh.keys, refresh.fence, refresh.expires, refresh.phase) = (keys, fence, expires, .call)
    return false
  }

  /// Whether the process lives and still has the refresh: a full disk ends nothing.
  private func isStill(_ refresh: SimulatedRefresh, _ number: Int) -> Bool {
    processes[number].refreshes.contains { $0.document == refresh.document && $0.origin == refresh.origin }
  }

  mutating func call(_ refresh: inout SimulatedRefresh, _ number: Int) throws(InvariantViolation) {
    guard refresh.expires > world.now else {
      refresh.phase = .claim
      return
    }
    try beginCall(refresh.keys, number, until: refresh.expires)
    refresh.phase = .wait(until: world.now + .milliseconds(embedder.delayInMilliseconds))
  }

  mutating func land(_ refresh: inout SimulatedRefresh, _ number: Int) throws(InvariantViolation) -> Bool {
    let (keys, fence, isFailing) = (refresh.keys, refresh.fence, embedder.isFailing)
    let refused = keys.filter { isFailing || embedder.refuses($0) }
    if refused.isEmpty {
      refresh.phase = .commit
      return false
    }
    let isCommitted = try landing(keys.filter { !refused.contains($0) }, fence) { simulation in
      simulation.commit(number, asWatcher: refresh.origin == .keeping) {
        $0.store.land(keys.filter { !refused.contains($0) }, fence: fence, forgetting: $0.bug)
        $0.store.release(refused, fence: fence)
        if $0.bug == .failureReportedAsSuccess {
          $0.store.withdraw(refresh.document, refresh.moment, forgetting: $0.bug)
        }
      }
    }
    guard isCommitted else { return !isStill(refresh, number) }
    embedder.end(keys, by: number)
    refresh.phase = .tell(bug == .failureReportedAsSuccess ? .answered : .failed(why: "no vector can be had"))
    return false
  }

  mutating func install(_ refresh: inout SimulatedRefresh, _ number: Int) throws(InvariantViolation) -> Bool {
    let copy = refresh
    if bug == .ackBeforeCommit, case .put = copy.origin { witness.puts.append(store.changes.count + 1) }
    var end = RefreshEnd.answered
    var violation: InvariantViolation?
    let isCommitted = try landing(copy.keys, copy.fence) { simulation in
      simulation.commit(number, asWatcher: copy.origin == .keeping) { simulation in
        (end, violation) = simulation.commitRefresh(copy)
      }
    }
    if let violation { throw violation }
    guard isCommitted else { return !isStill(refresh, number) }
    embedder.end(copy.keys, by: number)
    refresh.phase = .tell(end)
    return false
  }

  /// Whether another look answered the mark meanwhile, perhaps by a later read. The store's `install` checks the same.
  private func isAnswered(_ refresh: SimulatedRefresh) -> Bool {
    guard case .refresh = refresh.action else { return false }
    // Behind this check, the second bug only costs a repeated refresh.
    if bug == .installWithoutVersionCheck || bug == .markAfterRead { return false }
    if case .put = refresh.origin { return false }
    return store.journal[refresh.document] == nil
  }

  private mutating func commitRefresh(_ refresh: SimulatedRefresh) -> (RefreshEnd, InvariantViolation?) {
    if isLost(refresh.keys, refresh.fence) { landmarks.reach(.leaseLost) }
    store.land(refresh.keys, fence: refresh.fence, forgetting: bug)
    let (document, space) = (refresh.document, store.space)
    if isAnswered(refresh) || store.isOvertaken(document, refresh.moment, forgetting: bug) { return (.overtaken, nil) }
    let stamped: StampedRevision?
    switch (refresh.action, refresh.origin) {
    case (.refresh(let revision), _): stamped = revision
    case (_, .put): stamped = nil
    default: return (.answered, perform(refresh.action, on: document, refresh.moment))
    }
    let isWhole = SimulatedContent.passages[refresh.content].allSatisfy { store.hasVector($0, space) }
    if refresh.manner == .whole, !isWhole { return (.overtaken, nil) }
    if refresh.readEnded < witness.servedReadEnded[document] {
      return (.answered, InvariantViolation(.neverWorse, "an older reading of \(document) replaces a newer one"))
    }
    note { "  \(SimulatedDocument.ids[document]) is installed as \(refresh.content)" }
    store.install(
      document, stamped, content: refresh.content, space: space, refresh.moment, at: world.now, forgetting: bug)
    witness.installed(document, refresh, step: step)
    if refresh.isTorn { landmarks.reach(.tornReadInstalled) }
    if store.journal[document] != nil { landmarks.reach(.changedWhileRefreshed) }
    if store.served[document]?.standIns.contains(where: { $0 != nil }) == true { landmarks.reach(.standInServed) }
    answered(document, refresh.moment)
    return (.answered, nil)
  }

  mutating func report(_ refresh: SimulatedRefresh, _ end: RefreshEnd, _ number: Int) {
    if case .failed = end {
      witness.failed[refresh.document] = refresh.moment.step
      landmarks.reach(.refreshFailed)
    }
    if end == .overtaken { landmarks.reach(.refreshOvertaken) }
    let id = SimulatedDocument.ids[refresh.document]
    switch refresh.origin {
    case .put: finishPut(refresh, end, number)
    case .reindex: break
    case .keeping:
      if end == .answered, store.served[refresh.document] != nil {
        let cost = world.now.duration(since: refresh.moment.at)
        tell(number, .refresh(.verified(id, at: refresh.moment.at, cost: cost)))
      }
      tell(number, .refresh(.ended(id, end)))
      tell(number, .refresh(.backlog(store.backlog(now: world.now, forgetting: bug))))
    }
  }

  /// Acknowledged once it is committed; one that was overtaken tries again; one that failed is not acknowledged.
  private mutating func finishPut(_ refresh: SimulatedRefresh, _ end: RefreshEnd, _ number: Int) {
    switch end {
    case .answered: witness.puts.append(store.lastChange[refresh.document])
    case .overtaken:
      processes[number].refreshes.append(
        SimulatedRefresh(document: refresh.document, manner: refresh.manner, origin: refresh.origin))
    case .failed: break
    }
  }
}
