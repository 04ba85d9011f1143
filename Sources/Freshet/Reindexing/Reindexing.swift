internal import FreshetChunking
internal import FreshetCoherence
internal import FreshetCorpus
internal import Logging
internal import FreshetStorage
internal import FreshetWatching

/// Performs a reindexing: brings the index up to date with one `SourceRun` for each source, and then embeds all
/// passages that still await their vectors.
struct Reindexing: Sendable {
  let environment: CacheEnvironment
  let resolutions: ResolutionSet

  var store: Store { environment.store }
  var embedder: DeferredEmbedder { environment.embedder }
  var clock: WallClock { environment.clock }

  func run(
    _ order: ReindexOrder, _ progress: @escaping @Sendable (ReindexProgress) -> Void
  ) async throws -> ReindexSummary {
    let started = clock()
    try environment.prepareStore(acceptingSizes: order.acceptsSizes)
    let shared = SharedTally(report: progress)
    let chosen = try sources(order)
    try await bringInStep(chosen, order, shared)
    let tally = shared.value
    let mended = order.readsEverything && order.coversAll ? try await mendVectors() : 0
    var summary = try summary(of: tally, order, chosen.map(\.name), since: started)
    summary.mendedVectors = mended
    if summary.changed + summary.removed > 0 { try store.checkpoint() }
    if summary.tokens > 0 { try store.write { try $0.record(tokensPerSecond: tally.tokensPerSecond) } }
    for (document, why) in summary.failures {
      environment.logger.warning("a document was not indexed", metadata: ["document": "\(document)", "why": "\(why)"])
    }
    return summary
  }

  /// Stores the texts of the sources, and embeds the passages that await their vectors. Does both at the same time,
  /// because they use different parts of the machine. A failure of the embedder doesn't end the storing of texts.
  private func bringInStep(_ sources: [DirectorySource], _ order: ReindexOrder, _ tally: SharedTally) async throws {
    let texts = StoringTexts()
    async let vectors: Void = embedAwaited(tally, during: texts)
    for source in sources { try await storeTexts(of: source, order, tally) }
    if order.coversAll { try partPushedAgain(all: order.readsEverything, tally) }
    let awaiting = try store.read { try $0.queueLength() }
    tally.update { $0.noteAwaiting(awaiting) }
    texts.end()
    try await vectors
  }

  private func storeTexts(of source: DirectorySource, _ order: ReindexOrder, _ tally: SharedTally) async throws {
    var run = environment.run(over: source)
    let queue = QueueGauge(store: store)
    run.report = { documents in
      let awaiting = queue.length()
      tally.progress { $0.note(documents, awaiting: awaiting) }
    }
    if order.acceptsDeletions { run.acceptsDeletions = true }
    try recordNames(order.scope, in: source)
    let sight = try await run.look(at: order.scope, believesStamps: !order.readsEverything)
    try await run.refresh(sight)
    try await run.refreshOvertaken()
    if order.scope.isEmpty { try run.finish(sight) }
    let ended = run
    tally.update { $0.add(ended, sight) }
  }

  private func summary(
    of tally: ReindexTally, _ order: ReindexOrder, _ sources: [String], since started: Timestamp
  ) throws -> ReindexSummary {
    let below = order.scope.isEmpty ? [""] : order.scope
    return try store.read { reader in
      var summary = try tally.summary(reader, space: embedder.space.id, took: clock().duration(since: started))
      for source in sources {
        summary.unread += SkippedDocument.hidingText(try reader.skips(of: source, below: below))
      }
      return summary
    }
  }

  func plan(_ order: ReindexOrder) async throws -> ReindexPlan {
    var plan = ReindexPlan()
    plan.tokensPerSecond = try store.read { reader in
      try reader.activeSpace()?.id == embedder.space.id ? reader.tokensPerSecond() : nil
    }
    var texts = PlannedTexts()
    for source in try sources(order) {
      var run = environment.run(over: source)
      if order.acceptsDeletions { run.acceptsDeletions = true }
      run.acceptsSizes = true
      run.named = source.directory.pathsToName(in: order.scope)
      let sight = try await run.see(order.scope, believesStamps: !order.readsEverything)
      try plan.add(sight, run, &texts)
    }
    if order.coversAll { plan.add(resplit: try pushedParts(all: order.readsEverything), &texts) }
    try plan.count(texts, embedder, store)
    return plan
  }

  /// Records the paths in `scope` that have hidden or secret-like names. Naming them explicitly makes them documents,
  /// also in later runs.
  private func recordNames(_ scope: [String], in source: DirectorySource) throws {
    let known = try store.read { try $0.namedPaths(of: source.name) }
    let new = source.directory.pathsToName(in: scope).filter { path in !known.contains { $0.isExactly(path) } }
    if new.isEmpty { return }
    try store.write { writer in
      for path in new { try writer.name(path, of: source.name) }
    }
  }

  /// The sources that the order covers. Throws `FreshetError.noSuchSource` if the named source doesn't exist, and
  /// `.noSource` if the store has no source. If the order covers all sources, a store that has documents but no source
  /// is accepted, because passages of these documents may await their vectors.
  private func sources(_ order: ReindexOrder) throws -> [DirectorySource] {
    let sources = environment.sources
    if sources.all.isEmpty, try !order.coversAll || isWithoutDocuments() {
      throw FreshetError.noSource(store: store.path)
    }
    if order.coversAll { return sources.all }
    let wanted = order.source ?? DocumentID.files
    guard let source = sources[wanted] else { throw FreshetError.noSuchSource(wanted, known: sources.all.map(\.name)) }
    return [source]
  }

  private func isWithoutDocuments() throws -> Bool { try store.read { try $0.documentCounts(in: nil).discovered == 0 } }

  /// Embeds passages until all texts are stored and no passage awaits its vector. Also ends when all texts are stored
  /// and, in this reindexing, the embedding of each passage that awaits its vector has failed. Waits for passages that
  /// other processes are embedding, and embeds them itself if those processes stop.
  private func embedAwaited(_ tally: SharedTally, during texts: StoringTexts) async throws {
    let space = embedder.space.id
    guard try await isAnythingAwaited(during: texts) else { return }
    try await environment.canaryTest.refuseDrifted()
    let now = clock()
    try store.write { try $0.reviveAwaited(in: space, at: now) }
    var (size, isWaiting) = (BatchSize(), false)
    while true {
      try Task.checkCancellation()
      let areStored = texts.hasEnded  // read before the queue, so that no passage is missed
      let next = try store.read { try $0.nextAwaited(in: space) }
      if next == nil, areStored { return }
      if let next, next <= clock() {
        isWaiting = false
        try await embedBatch(&size, tally)
      } else {
        if next != nil, areStored {
          if try hasFailedForAll(tally) { return }
          if !isWaiting, try isBeingEmbeddedElsewhere() { environment.metrics.countLeaseWait() }
          isWaiting = true
        }
        try await Task.sleep(for: VectorSupply.lookEvery)
      }
    }
  }

  private func hasFailedForAll(_ tally: SharedTally) throws -> Bool {
    tally.value.hasTried(everythingIn: try store.read { try $0.awaitedAddresses(in: embedder.space.id) })
  }

  /// Waits until a passage awaits its vector, and returns true. Returns false if all texts are stored and no passage
  /// awaits its vector.
  private func isAnythingAwaited(during texts: StoringTexts) async throws -> Bool {
    while true {
      let areStored = texts.hasEnded
      if try !store.read({ try $0.nextAwaited(in: embedder.space.id) == nil }) { return true }
      if areStored { return try store.read { try $0.awaitedCount(in: embedder.space.id) } > 0 }
      try await Task.sleep(for: VectorSupply.lookEvery)
    }
  }

  private func embedBatch(_ size: inout BatchSize, _ tally: SharedTally) async throws {
    var supply = environment.supply
    let began = ContinuousClock.now
    let batch = try await supply.embedAwaited(limit: size.passages) { [clock] in
      RetrySchedule.standard.retry($0, after: clock())
    }
    guard let batch else { return }
    let embedded = supply
    size.learn(embedded.embedded.count, took: ContinuousClock.now - began)
    tally.progress { $0.add(batch, by: embedded) }
  }

  private func isBeingEmbeddedElsewhere() throws -> Bool {
    let now = clock()
    return try store.read { try $0.isBeingEmbedded(in: embedder.space.id, at: now) }
  }
}

extension RetrySchedule {
  /// The time of the next attempt to embed a passage after a failure; nil if it has failed too often.
  func retry(_ text: AwaitedText, after now: Timestamp) -> Timestamp? {
    let attempts = text.attempts + 1
    guard attempts < maxAttempts else { return nil }
    let chance = SeededChance(seed: 0).draw(DocumentID(path: text.address.description), UInt64(attempts))
    return now + delay(after: attempts, chance: chance)
  }
}
