internal import FreshetChunking
internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetEmbedding
internal import FreshetStorage
internal import FreshetWatching

/// Updates the index for one source, or for some of its paths: scans the files, marks documents that may differ, reads
/// them, and commits the changes as the source's policy requires.
///
/// `Reconciliation` makes the decisions, this type performs them. An interruption at any point is harmless, because of
/// the order of the steps:
///
/// - Changed documents are marked before they are read.
/// - A document is replaced in one commit, and only if no newer version was committed since `moment`.
/// - A moved file is recognized by its bytes. One commit adds the document under its new path and removes the old one.
struct SourceRun {
  /// The highest number of documents in one commit.
  static let documentsPerCommit = 256

  let environment: CacheEnvironment
  let source: DirectorySource
  let manner: RefreshManner
  /// How many documents lost their content shortly before this run. The source's keeper counts them.
  var hollowBefore = 0
  var acceptsDeletions: Bool
  /// Paths that the caller names explicitly, in addition to those that the store has on record.
  var named: [String] = []
  /// Whether the configured sizes of passages replace others that the store has on record: in a plan.
  var acceptsSizes = false
  var report: @Sendable (SourceRunProgress) -> Void = { _ in }

  var supply: VectorSupply
  var queue = RefreshQueue(tokensPerBatch: VectorSupply.tokensPerBatch)
  var ready: [PreparedInstall] = []
  var decided: [Decision] = []
  /// The store's position in its history before the last scan, or before the first read of a refresh.
  var moment = Moment(sequence: 0, observation: 0, takenAt: nil)
  var outcome = SourceRunOutcome()

  init(over source: DirectorySource, in environment: CacheEnvironment, _ manner: RefreshManner) {
    self.environment = environment
    self.source = source
    self.manner = manner
    acceptsDeletions = source.configuration.acceptsDeletions
    supply = environment.supply
  }

  var store: Store { environment.store }
  var embedder: DeferredEmbedder { environment.embedder }
  var clock: WallClock { environment.clock }

  /// Scans the paths in `scope`, marks documents that may differ, and decides all that needs no reading. For example, a
  /// document whose file provably no longer exists will be removed from the index.
  ///
  /// - Parameter deadLetters: documents not to read, because they failed too often and haven't changed since.
  mutating func look(
    at scope: [String], believesStamps: Bool = true, leavingOut deadLetters: Set<DocumentID> = []
  ) async throws -> Sight {
    let sight = try await see(scope, believesStamps: believesStamps, leavingOut: deadLetters)
    decided = sight.survey.decided.map { Decision(document: $0.0, action: $0.1, moment: moment) }
    try mark(sight)
    return sight
  }

  /// Scans the paths in `scope` and makes the same decisions as `look`, but writes nothing.
  mutating func see(
    _ scope: [String], believesStamps: Bool, leavingOut deadLetters: Set<DocumentID> = []
  ) async throws -> Sight {
    try takeMoment()
    let named = try named + store.read { try $0.namedPaths(of: source.name) }
    let (known, scan) = try await Self.known(store, and: source.naming(named), source.scope(of: scope), clock)
    let sizes = try store.read { try environment.sizes(of: source.name, $0, accepting: acceptsSizes) }
    let recipe = IndexingRecipe(
      space: embedder.space.id, chunker: ContentDefinedChunker.name(for: sizes).description)
    var reconciliation = known.reconciliation(recipe: recipe, believesStamps: believesStamps)
    let survey = Survey(scan, of: source, known: known, deciding: &reconciliation, leavingOut: deadLetters)
    return Sight(
      survey: try guarded(survey, scan, known), scan: scan, known: known, reconciliation: reconciliation, sizes: sizes)
  }

  /// Reads the documents that a scan found to differ, and commits them together with the scan's other decisions.
  mutating func refresh(_ sight: Sight) async throws {
    outcome.documentsToDo = sight.changed.count
    guard !sight.changed.isEmpty else { return try commit() }
    let stage = try PartingStage(embedder, sight.sizes)
    if manner == .whole { try await environment.canaryTest.refuseDrifted() }
    // Take the store's position after the marks and before the first read: all that is observed or committed later is
    // newer than what this run reads.
    try takeMoment()
    let toRead = try holdHollow(sight)
    for id in sight.survey.possibleMoves { try take(id, sight, stage) }
    try commit()
    let first = Set(sight.survey.possibleMoves)
    for id in toRead where !first.contains(id) {
      try Task.checkCancellation()
      try take(id, sight, stage)
      if queue.hasFullBatch { try await embedBatch() }
      if ready.count + decided.count >= Self.documentsPerCommit { try commit() }
    }
    while !queue.isEmpty { try await embedBatch() }
    try commit()
  }

  private mutating func takeMoment() throws {
    let now = clock()
    moment = try store.read { try $0.moment(at: now) }
  }

  /// Scans and reads again the documents that changed while they were being indexed. Repeats this, at most `attempts`
  /// times, until no document changed meanwhile.
  mutating func refreshOvertaken() async throws {
    for _ in 0..<Self.attempts {
      let overtaken = outcome.ends.filter { $0.value == .overtaken }.keys.sorted()
      if overtaken.isEmpty { return }
      for id in overtaken { outcome.record(.answered, of: id) }
      try await refresh(try await look(at: overtaken.map(\.path)))
    }
  }

  /// How many times `refreshOvertaken` scans and reads documents that keep changing. A document that changes each time
  /// is left to the next run.
  private static let attempts = 3

  /// Reads the store's records and scans the folder in parallel. For 10,000 files, each of the two takes about 30 ms of
  /// one core.
  private static func known(
    _ store: Store, and source: DirectorySource, _ scope: ScanScope, _ clock: @escaping WallClock
  ) async throws -> (KnownDocuments, ScanReport) {
    async let known = read(store, source, scope)
    async let scan = scan(source, scope, clock)
    return (try await known, try await scan)
  }

  private static func read(_ store: Store, _ source: DirectorySource, _ scope: ScanScope) async throws -> KnownDocuments
  {
    try store.read { try KnownDocuments($0, of: source.name, below: scope.outermost) }
  }

  private static func scan(
    _ source: DirectorySource, _ scope: ScanScope, _ clock: @escaping WallClock
  ) async throws -> ScanReport {
    try source.scan(scope, now: clock)
  }

  /// Records a mark for each document that may differ. The marks are committed before any file is read, so that
  /// searches know which documents may be outdated.
  private func mark(_ sight: Sight) throws {
    let now = clock()
    let changed = sight.changed.filter { sight.known.marked[$0] == nil }
    let record = try store.read { try $0.source(named: source.name) }
    let isElsewhere = record?.known.map { !$0.isSameFolder(as: sight.scan.root) } ?? false
    // The reason for a hold from a whole scan is more precise than one from a partial scan, so a partial scan doesn't
    // overwrite it.
    let hold = sight.survey.hold.flatMap { $0.isOfPart && record?.held != nil ? nil : $0 }
    let hidden = try hiddenHoldToRecord(sight)
    if changed.isEmpty, hold == nil, hidden == nil, !isElsewhere { return }
    try store.write { writer in
      try writer.observe(changed, at: now)
      if isElsewhere { try writer.recordLookElsewhere(of: source.name) }
      if let hold {
        let since = try writer.reader.token().sequence
        try writer.recordHold(Hold(why: hold.recorded, since: since), of: source.name)
      }
      if let hidden { try writer.recordHiddenHold(hidden.description, of: source.name) }
    }
  }

  /// The reason for not removing documents with hidden names. Nil if there is none, or if it need not be recorded: the
  /// same reason is recorded already, or another one is and this scan didn't cover the whole source.
  private func hiddenHoldToRecord(_ sight: Sight) throws -> HiddenHold? {
    guard let hold = sight.survey.hiddenHold else { return nil }
    let recorded = try store.read { try $0.hiddenHold(of: source.name) }
    let isNews = recorded == nil || sight.scan.scope == .everything && recorded != hold.description
    return isNews ? hold : nil
  }

  private mutating func take(_ id: DocumentID, _ sight: Sight, _ stage: PartingStage) throws {
    let decision = try readDecision(of: id, sight, stage.chunker)
    if hadContent(id, sight), decision.isHollow { outcome.hollow += 1 }
    switch decision {
    case .install(let install): try enqueue(install, stage.embedder)
    case .rewritten: outcome.record(.overtaken, of: id)
    case .decided(let action): decided.append(Decision(document: id, action: action, moment: moment))
    }
  }

  enum ReadDecision {
    case install(PreparedInstall)
    case decided(ReconciliationAction)
    /// The file was rewritten during every attempt to read it, or vanished after the scan, so it must be scanned again.
    case rewritten
  }

  /// Reads a document's file and decides what to do. If the file has been changing for long, bytes that changed during
  /// the read are accepted.
  func readDecision(of id: DocumentID, _ sight: Sight, _ chunker: ContentDefinedChunker) throws -> ReadDecision {
    let waitsFor = sight.known.marked[id].map { clock().duration(since: $0.observedAt) } ?? .zero
    let (reading, bytes) = try source.read(
      id, lastSeen: sight.reconciliation.document(id)?.stamped,
      acceptingMotion: waitsFor >= RestingTime.standard.maxDuration, now: clock)
    // If a served document vanished after the scan, scan again: its whole folder may be missing.
    let hasVanished = reading == .vanished && sight.reconciliation.document(id) != nil
    if hasVanished || reading == .rewritten { return .rewritten }
    let action = sight.reconciliation.decide(id, reading)
    guard case .refresh(let stamped) = action else { return .decided(action) }
    let parted = PartedFile(
      bytes, of: id, format: DocumentFormat(forPath: id.path), revision: stamped.revision,
      stamped: stamped, chunker: chunker, space: embedder.space.id)
    return .install(parted.install)
  }

  /// Queues a document for the next commit: at once under `manner` `.textFirst`, or as soon as all its vectors are
  /// stored under `.whole`.
  private mutating func enqueue(_ install: PreparedInstall, _ embedder: any Embedder) throws {
    guard manner == .whole else { return ready.append(install) }
    let unembedded = try store.read { try $0.unembedded(install.texts.keys, in: embedder.space.id) }
    if unembedded.isEmpty { return ready.append(install) }
    let inOrder = install.manifest.placements.map(\.address).filter(unembedded.contains)
    queue.enqueue(
      install,
      missing: inOrder.compactMap { address in
        install.texts[address].map {
          EmbeddingRequest(address: address, text: $0, tokens: embedder.tokenCount(of: $0.string))
        }
      })
  }

  private mutating func embedBatch() async throws {
    let texts = Dictionary(queue.takeBatch().map { ($0.address, $0.text) }) { first, _ in first }
    let batch = try await supply.embed(texts)
    for (address, why) in batch.failures {
      for id in queue.abandon(address) {
        decided.append(Decision(document: id, action: .hold(why: why), moment: moment))
      }
    }
    ready += queue.land(Array(Set(texts.keys).subtracting(batch.failures.keys)))
    try commit()
  }
}
