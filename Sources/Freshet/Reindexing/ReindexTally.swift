internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// Accumulates the results of a reindexing over several sources, and reports its progress.
struct ReindexTally: Sendable {
  private var seen = 0
  private var installed: Set<DocumentID> = []
  private var retired: Set<DocumentID> = []
  private var skipped: [SkipReason: Int] = [:]
  private var failures: [DocumentID: String] = [:]
  private var held: [String: AdvisedText] = [:]
  private var placed: Set<ContentAddress> = []
  private var replaced: Set<ContentAddress> = []
  private var embedded: Set<ContentAddress> = []
  private var failedTexts: [ContentAddress: String] = [:]
  private var documentsToDo = 0
  /// The progress in the source that is being read now.
  private var current = SourceRunProgress(documentsDone: 0, documentsToDo: 0)
  private var awaiting = 0
  private var tokens = 0
  private var embeddingTime = Duration.zero

  var tokensPerSecond: Double { Double(tokens) / max(embeddingTime / .seconds(1), 1e-9) }

  mutating func add(_ run: SourceRun, _ sight: Sight) {
    let outcome = run.outcome
    seen += sight.survey.seen
    installed.formUnion(outcome.installed)
    retired.formUnion(outcome.retired)
    skipped.merge(sight.survey.skipped, uniquingKeysWith: +)
    skipped.merge(outcome.skipped, uniquingKeysWith: +)
    failures.merge(outcome.failures) { first, _ in first }
    held[run.source.name] = sight.survey.heldBack(or: outcome.hold)
    placed.formUnion(outcome.placed)
    replaced.formUnion(outcome.replaced)
    documentsToDo += outcome.documentsToDo
    current = SourceRunProgress(documentsDone: 0, documentsToDo: 0)
    add(run.supply)
  }

  /// Records the progress of the current source, and how many passages await their vectors in the store.
  mutating func note(_ progress: SourceRunProgress, awaiting: Int) {
    current = progress
    noteAwaiting(awaiting)
  }

  mutating func noteAwaiting(_ count: Int) { awaiting = count }

  /// Counts a pushed document that was split into passages again.
  mutating func add(_ install: PreparedInstall) {
    installed.insert(install.manifest.document)
    placed.formUnion(install.texts.keys)
  }

  mutating func add(_ supply: VectorSupply) {
    embedded.formUnion(supply.embedded)
    tokens += supply.tokens
    embeddingTime += supply.embeddingTime
  }

  /// Counts the passages of a batch, and the time that embedding them took.
  mutating func add(_ batch: EmbeddedBatch, by supply: VectorSupply) {
    failedTexts.merge(batch.failures) { first, _ in first }
    awaiting = max(0, awaiting - supply.embedded.count)
    add(supply)
  }

  /// Whether the embedding of every passage in `awaited` has failed in this reindexing already.
  func hasTried(everythingIn awaited: Set<ContentAddress>) -> Bool {
    awaited.allSatisfy { failedTexts[$0] != nil }
  }

  var progress: ReindexProgress {
    ReindexProgress(
      documentsDone: installed.count + current.documentsDone, documentsToDo: documentsToDo + current.documentsToDo,
      passagesEmbedded: embedded.count, tokensEmbedded: tokens, passagesAwaiting: awaiting)
  }

  func summary(_ reader: StoreReader, space: SpaceID, took duration: Duration) throws -> ReindexSummary {
    var summary = ReindexSummary(token: try reader.token())
    summary.seen = seen
    summary.removed = retired.count
    summary.skipped = skipped
    summary.failures = failures.mapValues { AdvisedText($0) }
    summary.held = held
    for id in installed {
      if let failure = try reader.awaited(by: id).lazy.compactMap(\.failure).first {
        summary.failures[id] = PassageFailure.message(recorded: failure)
      }
    }
    summary.changed = installed.subtracting(summary.failures.keys).count
    summary.passagesEmbedded = embedded.count
    summary.passagesReused = placed.subtracting(embedded).count
    summary.passagesRetired = try replaced.filter { try !reader.isPlaced($0) }.count
    summary.tokens = tokens
    summary.duration = duration
    return summary
  }
}
