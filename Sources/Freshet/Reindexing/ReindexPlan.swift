internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage

/// What a reindexing would do.
public struct ReindexPlan: Hashable, Sendable {
  /// Entries of the source: documents, and what would be skipped.
  public internal(set) var seen = 0
  /// Documents that would be indexed.
  public internal(set) var changed: [DocumentID] = []
  /// Documents that would leave the index.
  public internal(set) var removed: [DocumentID] = []
  /// Why a source's documents would be held back from removal, and what to do about it, by source name.
  public internal(set) var held: [String: AdvisedText] = [:]
  /// How many entries wouldn't be documents, by reason.
  public internal(set) var skipped: [SkipReason: Int] = [:]
  /// Distinct passages that would be embedded.
  public internal(set) var passagesToEmbed = 0
  /// Distinct passages that have their vectors already.
  public internal(set) var passagesReused = 0
  /// The tokens of the passages to embed.
  public internal(set) var tokensToEmbed = 0
  /// How many tokens a second the last run embedded; nil if no run has embedded in this space yet.
  public internal(set) var tokensPerSecond: Double?

  /// How long the embedding would take at the speed of the last run; nil if that isn't known.
  public var estimate: Duration? {
    tokensPerSecond.map { .seconds(Double(tokensToEmbed) / $0) }
  }
}

extension ReindexPlan {
  mutating func add(_ sight: Sight, _ run: SourceRun, _ planned: inout PlannedTexts) throws {
    seen += sight.survey.seen
    skipped.merge(sight.survey.skipped, uniquingKeysWith: +)
    held[run.source.name] = sight.survey.heldBack()
    for (id, action) in sight.survey.decided { note(id, action) }
    if sight.changed.isEmpty { return }
    let chunker = try run.embedder.chunker()
    for id in sight.changed {
      switch try run.readDecision(of: id, sight, chunker) {
      case .install(let install):
        changed.append(id)
        planned.texts.merge(install.texts) { first, _ in first }
      case .decided(let action): note(id, action)
      case .rewritten: changed.append(id)
      }
    }
  }

  mutating func count(_ planned: PlannedTexts, _ embedder: DeferredEmbedder, _ store: Store) throws {
    let missing = try store.read { try $0.unembedded(planned.texts.keys, in: embedder.space.id) }
    passagesToEmbed = missing.count
    passagesReused = planned.texts.count - missing.count
    tokensToEmbed = try missing.reduce(0) { sum, address in
      try sum + (planned.texts[address].map { try embedder.loaded().tokenCount(of: $0.string) } ?? 0)
    }
    changed.sort()
    removed.sort()
  }

  private mutating func note(_ id: DocumentID, _ action: ReconciliationAction) {
    if action.retires { removed.append(id) }
    if let reason = action.skipReason { skipped[reason, default: 0] += 1 }
  }
}
