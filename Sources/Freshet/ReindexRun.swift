internal import Chunking
internal import Coherence
internal import Corpus
internal import Embedding
internal import Storage
internal import Watching

/// One reindexing: performs what `Reconciliation` and `RefreshQueue` decide.
///
/// The order makes every interruption harmless. Changed documents are marked before they are read; a batch's vectors are
/// committed before the next batch begins, so that at most the batch in flight is embedded again; a document is replaced in
/// one commit, its old passages served until then. A moved file is found by its bytes and leaves its old name in the
/// commit that gives it its new one.
struct ReindexRun {
  /// About a second's work: small enough to lose, large enough to sort by length.
  static let tokensPerBatch = 8_192
  /// Documents that need no embedding are committed together, this many at most.
  static let documentsPerCommit = 256
  /// The log is moved into the database after so many, lest it outgrow it in a long run.
  static let commitsPerCheckpoint = 32

  let store: Store
  let lease: WriterLease
  let source: DirectorySource
  let embedder: DeferredEmbedder
  let clock: WallClock
  let report: @Sendable (ReindexProgress) -> Void

  var queue = RefreshQueue(tokensPerBatch: ReindexRun.tokensPerBatch)
  var ready: [PendingInstall] = []
  var decided: [(DocumentID, ReconciliationAction)] = []
  var replaced: Set<ContentAddress> = []
  var embedded: Set<ContentAddress> = []
  var placed: Set<ContentAddress> = []
  var embeddingTime = Duration.zero
  var commitCount = 0
  var documentsDone = 0
  var documentsToDo = 0
  var summary: ReindexSummary

  init(
    store: Store, lease: WriterLease, source: DirectorySource, embedder: DeferredEmbedder,
    clock: @escaping WallClock,
    report: @escaping @Sendable (ReindexProgress) -> Void
  ) throws {
    self.store = store
    self.lease = lease
    self.source = source
    self.embedder = embedder
    self.clock = clock
    self.report = report
    summary = ReindexSummary(token: try store.read { try $0.token() })
  }

  mutating func run(scope: [String], believesStamps: Bool) async throws -> ReindexSummary {
    let started = clock()
    async let scanned = Self.scan(source, scope, clock)
    let known = try store.read { try KnownDocuments($0) }
    let scan = try await scanned
    try prepareStore()
    var reconciliation = known.reconciliation(recipe: embedder.recipe, believesStamps: believesStamps)
    let survey = Survey(scan, of: source, known: known, deciding: &reconciliation)
    summary.seen = survey.seen
    summary.skipped = survey.skipped
    try mark(survey)
    try await settle(survey, with: reconciliation)
    try await finish(scan, isWhole: scope.isEmpty, since: started)
    return summary
  }

  /// Beside the reading of the store: looking at ten thousand files takes a core for some 30 ms.
  private static func scan(
    _ source: DirectorySource, _ scope: [String], _ clock: @escaping WallClock
  ) async throws -> ScanReport {
    try source.scan(scope, now: clock)
  }

  /// Writes only what differs, so that a run with nothing to do commits no more than its scan.
  private func prepareStore() throws {
    let root = StoreLocation.remembered(source.root, byStore: store.path)
    let isPrepared = try store.read {
      try $0.source(named: DocumentID.files)?.root == root
        && $0.activeSpace()?.id == embedder.space.id
    }
    if isPrepared { return }
    try store.write(under: lease) {
      try $0.register(source: DocumentID.files, root: root)
      try $0.activate(embedder.space)
    }
  }

  /// What was seen is durable before anything is read: from here on a reader can tell what may be out of step.
  private mutating func mark(_ survey: Survey) throws {
    decided = survey.decided
    let changed = survey.possibleMoves + survey.toRead
    documentsToDo = changed.count
    let now = clock()
    if changed.isEmpty { return }
    try store.write(under: lease) { try $0.observe(changed, at: now) }
  }

  private mutating func settle(_ survey: Survey, with reconciliation: Reconciliation) async throws {
    if documentsToDo == 0 { return try commit([:]) }
    let stage = try PartingStage(embedder)
    for id in survey.possibleMoves { try take(id, reconciliation, stage) }
    try commit([:])
    for id in survey.toRead {
      try Task.checkCancellation()
      try take(id, reconciliation, stage)
      if queue.hasFullBatch { try await embedBatch(stage.embedder) }
      if ready.count >= Self.documentsPerCommit { try commit([:]) }
    }
    while !queue.isEmpty { try await embedBatch(stage.embedder) }
    try commit([:])
  }

  private mutating func take(
    _ id: DocumentID, _ reconciliation: Reconciliation, _ stage: PartingStage
  ) throws {
    let (reading, bytes) = try source.read(id, lastSeen: reconciliation.document(id)?.stamped?.stamp, now: clock)
    let action = reconciliation.settle(id, reading)
    guard case .refresh(let stamped) = action else {
      documentsDone += 1
      decided.append((id, action))
      return
    }
    let parted = PartedFile(
      bytes, of: id, format: DocumentFormat(forPath: id.path), revision: stamped.revision,
      stamped: stamped, chunker: stage.chunker, space: embedder.space.id)
    try enqueue(parted.install, stage.embedder)
  }

  private mutating func enqueue(_ install: PendingInstall, _ embedder: any Embedder) throws {
    let unembedded = try store.read {
      try $0.unembedded(install.texts.keys, in: embedder.space.id)
    }
    if unembedded.isEmpty {
      ready.append(install)
      return
    }
    let inOrder = install.manifest.placements.map(\.address).filter(unembedded.contains)
    queue.enqueue(
      install,
      missing: inOrder.compactMap { address in
        install.texts[address].map {
          EmbeddingRequest(address: address, text: $0, tokens: embedder.tokenCount(of: $0.string))
        }
      })
  }

  private mutating func embedBatch(_ embedder: any Embedder) async throws {
    let batch = queue.takeBatch()
    let begun = ContinuousClock.now
    let (vectors, failures) = try await embedder.embedIsolatingFailures(batch)
    embeddingTime += ContinuousClock.now - begun
    for (address, why) in failures {
      for id in queue.abandon(address) { decided.append((id, .hold(why: why))) }
    }
    embedded.formUnion(vectors.keys)
    summary.tokens += batch.filter { vectors[$0.address] != nil }.reduce(0) { $0 + $1.tokens }
    ready += queue.land(Array(vectors.keys))
    try commit(
      vectors, texts: Dictionary(uniqueKeysWithValues: batch.map { ($0.address, $0.text) }))
  }
}

/// What a document is parted and embedded with, loaded when there is one to do.
struct PartingStage {
  let embedder: any Embedder
  let chunker: ContentDefinedChunker

  init(_ deferred: DeferredEmbedder) throws {
    embedder = try deferred.loaded()
    chunker = try deferred.chunker()
  }
}
