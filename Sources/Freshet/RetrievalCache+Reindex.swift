internal import Chunking
internal import Coherence
internal import Corpus
internal import Logging
internal import Storage
internal import Watching

extension RetrievalCache {
  /// Brings the index in step with the documents' folder.
  ///
  /// Only what differs is read, and only passages never seen before are embedded: a move, a copy or a revert costs none.
  /// Interrupt it at any moment and call it again: what was committed is kept.
  /// - Parameters:
  ///   - scope: paths below the documents' folder to limit the work to; empty for all. Nothing outside is touched.
  ///   - readingEverything: reads every file and parts it again, whatever `stat` says; mends damaged texts and vectors.
  ///   - progress: called after each commit.
  /// - Throws: `StorageError.locked` while another process writes; `FreshetError.sourceUnreachable`; `CancellationError`.
  @discardableResult
  public func reindex(
    _ scope: [String] = [], readingEverything: Bool = false,
    progress: @escaping @Sendable (ReindexProgress) -> Void = { _ in }
  ) async throws -> ReindexSummary {
    guard let source else { throw FreshetError.noSource(store: store.path) }
    return try await writers.take { [store, embedder, clock, logger, holder] in
      let lease = try store.lease(holder: holder)
      var run = try ReindexRun(
        store: store, lease: lease, source: source, embedder: embedder, clock: clock, report: progress)
      let summary = try await run.run(scope: scope, believesStamps: !readingEverything)
      for (document, why) in summary.failures {
        logger.warning("not indexed", metadata: ["document": "\(document)", "why": "\(why)"])
      }
      return summary
    }
  }

  /// What `reindex` would do, without embedding, writing, or taking the writer's place.
  public func plan(_ scope: [String] = [], readingEverything: Bool = false) throws -> ReindexPlan {
    guard let source else { throw FreshetError.noSource(store: store.path) }
    let scan = try source.scan(scope, now: clock)
    let known = try store.read { try KnownDocuments($0) }
    var reconciliation = known.reconciliation(recipe: embedder.recipe, believesStamps: !readingEverything)
    let survey = Survey(scan, of: source, known: known, deciding: &reconciliation)
    var plan = ReindexPlan()
    plan.seen = survey.seen
    plan.skipped = survey.skipped
    plan.tokensPerSecond = try store.read { reader in
      try reader.activeSpace()?.id == embedder.space.id ? reader.tokensPerSecond() : nil
    }
    var decided = survey.decided
    var reused: Set<ContentAddress> = []
    var missing: Set<ContentAddress> = []
    let changed = survey.possibleMoves + survey.toRead
    if changed.isEmpty { return plan.settled(decided) }
    let chunker = try embedder.chunker()
    for id in changed {
      let (reading, bytes) = try source.read(id, lastSeen: reconciliation.document(id)?.stamped?.stamp, now: clock)
      let action = reconciliation.settle(id, reading)
      guard case .refresh(let stamped) = action else {
        decided.append((id, action))
        continue
      }
      plan.changed.append(id)
      let file = PartedFile(
        bytes, of: id, format: DocumentFormat(forPath: id.path), revision: stamped.revision,
        stamped: stamped, chunker: chunker, space: embedder.space.id)
      let texts = file.install.texts
      let unembedded = try store.read { try $0.unembedded(texts.keys, in: embedder.space.id) }
      reused.formUnion(Set(texts.keys).subtracting(unembedded))
      for address in unembedded where missing.insert(address).inserted {
        plan.tokensToEmbed += try texts[address].map { try embedder.loaded().tokenCount(of: $0.string) } ?? 0
      }
    }
    plan.chunksToEmbed = missing.count
    plan.chunksReused = reused.count
    return plan.settled(decided)
  }
}

extension ReindexPlan {
  fileprivate func settled(_ decided: [(DocumentID, ReconciliationAction)]) -> ReindexPlan {
    var plan = self
    for (id, action) in decided {
      if action.retires { plan.removed.append(id) }
      if let reason = action.skipReason { plan.skipped[reason, default: 0] += 1 }
    }
    plan.changed.sort()
    plan.removed.sort()
    return plan
  }
}
