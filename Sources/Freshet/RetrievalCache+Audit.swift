internal import Coherence
public import Corpus
internal import Storage
internal import Watching

extension RetrievalCache {
  /// Compares every document of the sources with what is served of it, and judges by the rules of `AuditRule`.
  ///
  /// - Parameters:
  ///   - verifyingBytes: reads every file, whatever its stamp says, and checks every served passage: its text against its
  ///     address, its vector against its checksum, its byte range against the source; and embeds the canaries again. Without
  ///     it, stamps that vouch are believed, and only files that they don't vouch for are read.
  ///   - maximumStaleness: for every source, in place of its own objective.
  ///   - includingRefreshes: fills `refreshes`.
  /// - Throws: `FreshetError.sourceUnreachable`, `StorageError`. Nothing is written.
  /// - Complexity: O(*d*) stats and rows for *d* documents; with `verifyingBytes` O(*b*) for *b* bytes of source and store.
  public func audit(
    verifyingBytes: Bool = false, maximumStaleness: Duration? = nil, includingRefreshes: Bool = false
  ) async throws -> AuditReport {
    let scans = try sources.all.map { ($0, try $0.scan([], now: clock)) }
    return try store.read { reader in
      let documents = try reader.documents()
      let inspection = try inspect(documents, scans, reader, readsBytes: verifyingBytes)
      let verdicts = try verdicts(documents, inspection, reader)
      var rules = try rules(reader)
      rules.maximumStaleness = maximumStaleness
      for verdict in verdicts where verdict.state != .fresh {
        rules.differences[verdict.document] = try inspection.difference(of: verdict, reader)
      }
      return AuditReport(
        verdicts: verdicts, findings: rules.findings(on: verdicts), sources: rules.sources,
        skipped: inspection.skipped, refreshes: includingRefreshes ? try reader.refreshes() : [],
        space: embedder.space.id, auditedAt: rules.now, token: try reader.token())
    }
  }

  private func inspect(
    _ documents: [IndexedDocument], _ scans: [(DirectorySource, ScanReport)], _ reader: StoreReader, readsBytes: Bool
  ) throws -> AuditInspection {
    var inspection = AuditInspection(
      sources: sources, documents: documents, clock: clock, readsBytes: readsBytes)
    inspection.observeUnwatched()
    let passedOver = try reader.passedOver()
    for (source, scan) in scans { try inspection.observe(scan, of: source, passedOver: passedOver) }
    return inspection
  }

  private func verdicts(
    _ documents: [IndexedDocument], _ inspection: AuditInspection, _ reader: StoreReader
  ) throws -> [DocumentVerdict] {
    let audit = StalenessAudit(expecting: embedder.recipe, attempts: try reader.failedAttempts())
    var conditions: [DocumentID: IndexedCondition] = [:]
    conditions.reserveCapacity(documents.count)
    for document in documents {
      conditions[document.id] = IndexedCondition(
        revision: document.revision, recipe: IndexingRecipe(space: document.space, chunker: document.chunker),
        modifiedAt: document.stamped?.stamp.modified, isConflicted: document.siblings > 1,
        damage: inspection.readsBytes ? try inspection.damage(of: document, reader).sentences : [])
    }
    return Set(inspection.observed.keys).union(conditions.keys).sorted().compactMap { id in
      audit.verdict(on: id, inspection.observed[id] ?? .unknown(why: "it was not looked at"), conditions[id])
    }
  }

  private func rules(_ reader: StoreReader) throws -> AuditRules {
    var rules = AuditRules(now: clock())
    let watchers = try reader.watchers()
    rules.sources = try auditedSources(watchers, reader)
    rules.seenUpTo = Dictionary(
      uniqueKeysWithValues: try reader.sources().compactMap { record in record.seenUpTo.map { (record.name, $0) } })
    rules.buried = Dictionary(
      uniqueKeysWithValues: try reader.pending().filter(\.isBuried).map { ($0.id, $0.failure ?? "") }
    ).merging(try reader.failedPassages(onlyBuried: true)) { first, _ in first }
    rules.awaited = try reader.awaitedPassages().mapValues { AwaitedPassages(count: $0.count, since: $0.since) }
    rules.canaries = try reader.canaryCheck(of: embedder.space.id).map {
      CanaryCheck(checkedAt: $0.checkedAt, agreement: $0.agreement)
    }
    rules.imbalances = try reader.imbalances(in: try reader.activeSpace()?.id)
    return rules
  }

  private func auditedSources(_ watchers: [WatcherRecord], _ reader: StoreReader) throws -> [AuditedSource] {
    let watched = sources.all.map { source in
      AuditedSource(
        name: source.name, root: source.root, policy: source.configuration.coherence.name,
        objective: source.configuration.objective, watcher: watchers.first { $0.source == source.name })
    }
    let pushed = AuditedSource(
      name: DocumentID.pushed, root: nil, policy: pushed.name, objective: nil, watcher: nil)
    return (watched + [pushed]).sorted { $0.name < $1.name }
  }
}

extension StoreReader {
  /// What is known of the last attempts to index documents that failed.
  fileprivate func failedAttempts() throws -> [DocumentID: String] {
    let failed = try pending().compactMap { row in
      row.failure.map { (row.id, row.isBuried ? "given up after \(row.attempts) attempts: \($0)" : $0) }
    }
    return Dictionary(uniqueKeysWithValues: failed)
  }
}
