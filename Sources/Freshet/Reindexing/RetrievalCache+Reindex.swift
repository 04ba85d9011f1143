internal import FreshetChunking
internal import FreshetCoherence
internal import FreshetCorpus
internal import Logging
internal import FreshetStorage
internal import FreshetWatching

extension RetrievalCache {
  /// Brings the index in step with the watched folders.
  ///
  /// Only what differs is read, and only passages never seen before are embedded: a move, a copy or a revert costs none.
  /// Under write-behind all texts come first and are found by their words at once; their vectors follow. Interrupt it at
  /// any moment and call it again: what was committed is kept. It may run beside `run` and other processes' `reindex`.
  /// - Parameters:
  ///   - scope: paths below the source's folder to limit the work to; empty for all. Nothing outside is touched. A hidden
  ///     or secret-like name on such a path is named by it, and stays a document's from then on.
  ///   - name: the source that `scope` lies in; nil for `files`, and for all sources when there is no scope.
  ///   - readingEverything: reads and chunks every file again, whatever `stat` says, and every pushed document from its
  ///     stored text. Repairs damaged texts and vectors, and vectors that the embedder doesn't give: all that other stores
  ///     sent are compared with it, and a sample of the others.
  ///   - acceptingDeletions: removes any number of documents at once, even if another folder is at a source's root now.
  ///     Otherwise such a loss is held back: the documents stay served, `failures` names them and `held` says why.
  ///   - progress: called after each commit.
  /// - Throws: `FreshetError.sourceUnreachable`, `.embedderFailed`; `CancellationError`; `StorageError`.
  @discardableResult
  public func reindex(
    _ scope: [String] = [], of name: String? = nil, readingEverything: Bool = false, acceptingDeletions: Bool = false,
    progress: @escaping @Sendable (ReindexProgress) -> Void = { _ in }
  ) async throws -> ReindexSummary {
    let started = clock()
    try environment.prepareStore()
    var tally = ReindexTally(report: progress)
    for source in try chosen(name, scope) {
      var run = environment.run(over: source)
      run.report = { [tally] in tally.report(documents: $0) }
      if acceptingDeletions { run.acceptsDeletions = true }
      try recordNames(scope, in: source)
      let sight = try await run.look(at: scope, believesStamps: !readingEverything)
      try await run.refresh(sight)
      try await run.refreshOvertaken()
      if scope.isEmpty { try run.finish(sight) }
      tally.add(run, sight)
    }
    if scope.isEmpty, name == nil { try partPushedAgain(all: readingEverything, &tally) }
    try await embedAwaited(&tally)
    let mended = readingEverything && scope.isEmpty && name == nil ? try await mendVectors() : 0
    let names = try chosen(name, scope).map(\.name)
    let summary = try store.read { reader in
      var summary = try tally.summary(reader, space: embedder.space.id, took: clock().duration(since: started))
      summary.mendedVectors = mended
      for source in names {
        let below = scope.isEmpty ? [""] : scope
        summary.unread += SkippedDocument.hidingText(try reader.passedOver(of: source, below: below))
      }
      return summary
    }
    if summary.changed + summary.removed > 0 { try store.checkpoint() }
    if summary.tokens > 0 { try store.write { try $0.record(tokensPerSecond: tally.tokensPerSecond) } }
    for (document, why) in summary.failures {
      logger.warning("not indexed", metadata: ["document": "\(document)", "why": "\(why)"])
    }
    return summary
  }

  /// What `reindex` would do, without embedding or writing.
  public func plan(
    _ scope: [String] = [], of name: String? = nil, readingEverything: Bool = false, acceptingDeletions: Bool = false
  ) async throws -> ReindexPlan {
    var plan = ReindexPlan()
    plan.tokensPerSecond = try store.read { reader in
      try reader.activeSpace()?.id == embedder.space.id ? reader.tokensPerSecond() : nil
    }
    var texts = PlannedTexts()
    for source in try chosen(name, scope) {
      var run = environment.run(over: source)
      if acceptingDeletions { run.acceptsDeletions = true }
      run.named = source.directory.pathsToName(in: scope)
      let sight = try await run.see(scope, believesStamps: !readingEverything)
      try plan.add(sight, run, &texts)
    }
    try plan.count(texts, embedder, store)
    return plan
  }

  /// Records which hidden and secret-like names the paths of a call name: they stay documents in later runs.
  private func recordNames(_ scope: [String], in source: DirectorySource) throws {
    let known = try store.read { try $0.namedPaths(of: source.name) }
    let new = source.directory.pathsToName(in: scope).filter { path in !known.contains { $0.isExactly(path) } }
    if new.isEmpty { return }
    try store.write { writer in
      for path in new { try writer.name(path, of: source.name) }
    }
  }

  private func chosen(_ name: String?, _ scope: [String]) throws -> [DirectorySource] {
    if sources.all.isEmpty { throw FreshetError.noSource(store: store.path) }
    if name == nil, scope.isEmpty { return sources.all }
    let wanted = name ?? DocumentID.files
    guard let source = sources[wanted] else { throw FreshetError.noSuchSource(wanted, known: sources.all.map(\.name)) }
    return [source]
  }

  /// Until nothing waits: also what other processes have taken on, or left behind.
  private func embedAwaited(_ tally: inout ReindexTally) async throws {
    let space = embedder.space.id
    if try store.read({ try $0.awaitedAddresses(in: space) }).isEmpty { return }
    try await environment.canaryTest.refuseDrifted()
    let now = clock()
    try store.write { try $0.reviveAwaited(in: space, at: now) }
    var (supply, isWaiting) = (environment.supply, false)
    while let next = try store.read({ try $0.nextAwaited(in: space) }) {
      if next > clock() {
        if tally.hasTried(everythingIn: try store.read { try $0.awaitedAddresses(in: space) }) { break }
        if !isWaiting, try isBeingEmbeddedElsewhere() { metrics.countLeaseWait() }
        isWaiting = true
        try await Task.sleep(for: VectorSupply.lookEvery)
        continue
      }
      try Task.checkCancellation()
      isWaiting = false
      guard
        let batch = try await supply.embedAwaited(retry: { [clock] in RetrySchedule.standard.retry($0, after: clock()) }
        )
      else { continue }
      tally.add(batch)
      tally.report(embedded: supply)
    }
    tally.add(supply)
  }

  private func isBeingEmbeddedElsewhere() throws -> Bool {
    let now = clock()
    return try store.read { try $0.isBeingEmbedded(in: embedder.space.id, at: now) }
  }
}

extension RetrySchedule {
  /// When a passage that just failed is tried again; nil when it failed too often.
  func retry(_ text: AwaitedText, after now: Timestamp) -> Timestamp? {
    let attempts = text.attempts + 1
    guard attempts < maxAttempts else { return nil }
    let chance = SeededChance(seed: 0).draw(DocumentID(path: text.address.description), UInt64(attempts))
    return now + delay(after: attempts, chance: chance)
  }
}
