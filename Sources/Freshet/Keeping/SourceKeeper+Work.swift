internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// Long-running work of a keeper: scans, refreshes and embeddings.
extension SourceKeeper {
  func look(_ scopes: Set<ExactPath>) async throws {
    let began = clock()
    var run = environment.run(over: source)
    do {
      let sight = try await run.look(at: scopes.sorted().map(\.string), leavingOut: isWatched ? memory.deadLetters : [])
      try run.commit()
      if scopes.contains("") { try run.finish(sight) }
      tell(memory.reported.news(sight.survey.hold, isWhole: scopes.contains("")))
      tell(memory.reported.news(sight.survey.hiddenHold, isWhole: scopes.contains("")))
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

  /// Under refresh-ahead (without a watcher), records that the scan has verified the documents that it found unchanged.
  private func tellVerified(_ sight: Sight, at moment: Timestamp) throws {
    if isWatched { return }
    let changed = Set(sight.changed)
    for document in sight.known.indexed where !changed.contains(document.id) {
      try handle(.refresh(.verified(document.id, at: moment, cost: .zero)))
    }
  }

  func refresh(_ due: DueRefresh) async throws {
    let began = clock()
    let observedAt = try store.read { reader in
      try due.documents.reduce(into: [:]) { $0[$1] = try reader.marked($1)?.observedAt }
    }
    let outcome = try await outcome(of: due)
    let (ends, held) = (outcome.ends, outcome.heldBack)
    memory.hollows.add(outcome.hollow, at: began)
    tell(memory.reported.news(outcome.hold, isWhole: false))
    let served = try store.read { reader in try Set(due.documents.filter { try reader.document($0) != nil }) }
    let now = clock()
    let cost = now.duration(since: began) / max(1, due.documents.count)
    for id in due.documents {
      // Don't retry a held-back document: only a person's decision or the next scan changes its state.
      let end = held.contains(id) ? .answered : ends[id] ?? .answered
      if end == .answered, !held.contains(id) {
        report(.served(id, lag: now.duration(since: observedAt[id] ?? began)))
        if served.contains(id) { try handle(.refresh(.verified(id, at: began, cost: cost))) }
      }
      try handle(.refresh(.ended(id, end)))
    }
    try tellBacklog()
  }

  /// Scans the due documents and refreshes them. If the embedder fails or the source is missing, each document without
  /// a result counts as failed and is retried later. If the machine has no resources left, no document counts as
  /// failed: the error ends the keeper, which restarts after a pause.
  private func outcome(of due: DueRefresh) async throws -> SourceRunOutcome {
    var run = environment.run(over: source, due.manner)
    run.hollowBefore = memory.hollows.count(at: clock())
    do {
      let sight = try await run.look(at: due.documents.map(\.path))
      try await run.refresh(sight)
      tell(memory.reported.news(sight.survey.hold, isWhole: false))
      return run.outcome
    } catch FreshetError.outOfResources(let why) {
      throw FreshetError.outOfResources(why: why)
    } catch let error as FreshetError {
      let failure = RefreshEnd.failed(why: "\(error)")
      var outcome = run.outcome
      for document in due.documents where outcome.ends[document] == nil { outcome.record(failure, of: document) }
      return outcome
    }
  }

  func embed(_ limit: Int) async throws {
    let began = ContinuousClock.now
    let (supply, clock) = (environment.supply, clock)
    do {
      try await environment.canaryTest.refuseDrifted()
      let batch = try await environment.turns.take {
        var supply = supply
        return try await supply.embedAwaited(
          limit: limit, retry: { RetrySchedule.standard.retry($0, after: clock()) })
      }
      try tellBacklog()
      if let batch {
        let awaiting = try store.read { try $0.awaitedCount(in: environment.embedder.space.id) }
        report(.embedded(passages: batch.vectors.count, awaiting: awaiting))
      }
      try handle(.refresh(.embedded(failure: nil, took: ContinuousClock.now - began)))
    } catch FreshetError.embedderFailed(let why) {
      report(.embedderFailed(why: why))
      try handle(.refresh(.embedded(failure: why.description, took: ContinuousClock.now - began)))
    }
  }
}
