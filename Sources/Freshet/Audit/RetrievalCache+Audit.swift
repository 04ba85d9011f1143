internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetEmbedding
internal import FreshetStorage
internal import FreshetWatching

extension RetrievalCache {
  /// Compares every document of the index with its file, and reports violations of the rules in `AuditRule`.
  ///
  /// - Parameters:
  ///   - verifyingBytes: whether to read every file and to check every served passage: the text against its hash, the
  ///     vector against its checksum, and the byte range against the file. This also embeds again: the canaries (fixed
  ///     texts whose vectors are on record), every passage whose vector came from another store, and a sample of the
  ///     others. If false, the audit reads only files whose size, times or inode don't prove that they are unchanged.
  ///   - maximumStaleness: the longest time for which a document may be outdated. Replaces the configured objectives of
  ///     all sources; nil keeps them.
  ///   - includingRefreshes: whether the report's `refreshes` lists the recorded index updates. If false, it is empty.
  /// - Throws: `FreshetError.sourceUnreachable` if a folder can't be read; `.outOfResources` if file descriptors or
  ///   memory run out; `StorageError`; with `verifyingBytes` also the embedder's errors. An audit writes nothing.
  /// - Complexity: O(d) stat calls and database rows for d documents; with `verifyingBytes`, O(b) for b bytes of files
  ///   and stored data, on all cores.
  public func audit(
    verifyingBytes: Bool = false, maximumStaleness: Duration? = nil, includingRefreshes: Bool = false
  ) async throws -> AuditReport {
    let sources = try sources.named(by: store)
    async let scans = AuditSight.scans(of: sources, clock)
    let recipes = try store.read { try environment.recipes($0) }
    var (documents, roots, rules) = try await stored(recipes, within: maximumStaleness)
    let sight = AuditSight(documents, try await scans, roots: roots, believesStamps: !verifyingBytes)
    var examination = DocumentExamination(
      sources: sources, views: sight.views, recipes: recipes, clock: clock, readsBytes: verifyingBytes)
    let canaries = verifyingBytes ? try await canaryCheck() : nil
    // If the embedder itself has changed, its vectors prove nothing about the stored ones.
    if verifyingBytes, canaries?.hasDrifted != true { examination.foreignVectors = try await foreignVectors() }
    let examined = try await examination.examine(sight.open, in: store)
    if let canaries { rules.canaries = canaries }
    rules.now = clock()
    for case (let verdict?, let difference?) in examined.map({ ($0.verdict, $0.difference) }) {
      rules.differences[verdict.document] = difference
    }
    let verdicts = AuditVerdicts(vouched: sight.vouched, examined: examined.compactMap(\.verdict))
    let (refreshes, token) = try store.read { (includingRefreshes ? try $0.refreshes() : [], try $0.token()) }
    return AuditReport(
      judged: verdicts, findings: rules.findings(on: verdicts), sources: rules.sources,
      skipped: examined.compactMap(\.skipped?.reason).reduce(into: sight.skipped) { $0[$1, default: 0] += 1 },
      unread: examined.compactMap(\.skipped).filter(\.reason.hidesText).sorted { $0.document < $1.document },
      refreshes: refreshes, space: embedder.space.id, auditedAt: rules.now, token: token)
  }

  /// Passages whose stored vector differs from the embedder's vector for the same text. The values are the cosines of
  /// the two vectors. Also empty if the embedder isn't available.
  private func foreignVectors() async throws -> [ContentAddress: Double] {
    guard let space = try store.read({ try $0.activeSpace()?.id }) else { return [:] }
    let (unchecked, checked) = try store.read { try $0.embeddedAddresses(in: space) }
    let check = environment.vectorCheck
    let sample = VectorSample.choose(from: checked, seed: check.seed, size: VectorSample.storeSize)
    return try await check.compare(unchecked + sample, in: space)?.cosines ?? [:]
  }

  /// Embeds the canaries (fixed texts whose vectors are on record) now, and compares the vectors. Nil if the store has
  /// no canaries, or if the embedder's model isn't installed; the audit then uses the result of the last check.
  private func canaryCheck() async throws -> CanaryCheck? {
    do {
      return try await environment.canaryTest.agreement().map { CanaryCheck(checkedAt: clock(), agreement: $0) }
    } catch is EmbeddingError {
      return nil
    }
  }

  /// Reads the served documents of each source, and all other records that the audit's rules need, in one read
  /// transaction.
  private nonisolated func stored(
    _ recipes: IndexingRecipes, within maximumStaleness: Duration?
  ) async throws -> ([String: StampedDocuments], roots: [String: RootIdentity], AuditRules) {
    try store.read { reader in
      let documents = try reader.stampedDocuments(
        in: recipes.space, by: recipes.chunkers, otherwise: recipes.standard)
      return (documents, try reader.roots(), try rules(within: maximumStaleness, reader))
    }
  }

  private nonisolated func rules(within maximumStaleness: Duration?, _ reader: StoreReader) throws -> AuditRules {
    var rules = AuditRules(now: clock())
    rules.maximumStaleness = maximumStaleness
    rules.sources = try auditedSources(reader)
    rules.seenUpTo = Dictionary(
      keepingFirst: try reader.sources().compactMap { record in record.seenUpTo.map { (record.name, $0) } })
    rules.heldFromPeers = try reader.heldFromPeers()
    rules.deadLetters = try reader.deadLetters()
    rules.awaited = try reader.awaitedPassages().mapValues { AwaitedPassages(count: $0.count, since: $0.since) }
    rules.canaries = try reader.canaryCheck(of: embedder.space.id).map {
      CanaryCheck(checkedAt: $0.checkedAt, agreement: $0.agreement)
    }
    rules.imbalances = try reader.imbalances(in: try reader.activeSpace()?.id)
    return rules
  }

  private nonisolated func auditedSources(_ reader: StoreReader) throws -> [AuditedSource] {
    let watchers = try reader.watchers()
    let watched = sources.all.map { source in
      AuditedSource(
        name: source.name, root: source.root, policy: source.configuration.coherence.name,
        objective: source.configuration.objective, watcher: watchers.first { $0.source == source.name })
    }
    let pushed = AuditedSource(
      name: DocumentID.pushed, root: nil, policy: pushing.settings.name, objective: nil, watcher: nil)
    return (watched + [pushed]).sorted { $0.name < $1.name }
  }
}
