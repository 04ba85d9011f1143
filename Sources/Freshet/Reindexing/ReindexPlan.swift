internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage

/// What `reindex` would do now, computed without changing anything.
public struct ReindexPlan: Hashable, Sendable {
  /// How many entries the sources have: documents and skipped entries.
  public internal(set) var seen = 0
  /// Documents that would be indexed again because they are new or changed.
  public internal(set) var changed: [DocumentID] = []
  /// How many of these documents are unchanged, but would be split into passages again because the rules or the sizes
  /// of passages have changed.
  public internal(set) var resplit = 0
  /// Documents that would be removed from the index.
  public internal(set) var removed: [DocumentID] = []
  /// Why missing documents of a source would not be removed from the index until a person accepts the loss, and what to
  /// do about it. The keys are names of sources.
  public internal(set) var held: [String: AdvisedText] = [:]
  /// How many entries would be skipped, counted by reason.
  public internal(set) var skipped: [SkipReason: Int] = [:]
  /// How many different passages would be embedded.
  public internal(set) var passagesToEmbed = 0
  /// How many different passages of changed documents have vectors already.
  public internal(set) var passagesReused = 0
  /// How many tokens the passages to embed have in total.
  public internal(set) var tokensToEmbed = 0
  /// The speed, in tokens per second, of the last reindexing that embedded passages. Nil if there was no such
  /// reindexing, or if the store is indexed with another embedder.
  public internal(set) var tokensPerSecond: Double?

  /// How long the embedding would take at the speed of the last reindexing; nil if that speed isn't known.
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
    let chunker = try run.embedder.chunker(sight.sizes)
    for id in sight.changed {
      switch try run.readDecision(of: id, sight, chunker) {
      case .install(let install):
        changed.append(id)
        if let known = sight.reconciliation.document(id), install.isSplitAnew(known) { resplit += 1 }
        planned.texts.merge(install.texts) { first, _ in first }
      case .decided(let action): note(id, action)
      case .rewritten: changed.append(id)
      }
    }
  }

  /// Adds the pushed documents that would be split again.
  mutating func add(resplit installs: [PreparedInstall], _ planned: inout PlannedTexts) {
    for install in installs {
      changed.append(install.manifest.document)
      planned.texts.merge(install.texts) { first, _ in first }
    }
    resplit += installs.count
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

extension PreparedInstall {
  /// Whether the document has the bytes of `known`, and another chunker splits them.
  fileprivate func isSplitAnew(_ known: IndexedDocument) -> Bool {
    known.revision == manifest.revision && known.chunker != manifest.chunker
  }
}
