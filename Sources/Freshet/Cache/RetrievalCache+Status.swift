internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetIndexing
internal import FreshetLinearAlgebra
internal import FreshetStorage

/// What a store is and holds.
public struct StoreStatus: Hashable, Sendable {
  public let store: String
  /// The watched folders, by the names of their sources.
  public let roots: [String: String]
  public let identity: String
  public let replica: ReplicaID
  public let embedder: EmbeddingSpace?
  public let documents: Int
  public let chunks: Int
  /// Passages kept for documents that are gone, so that bringing them back costs no embedding.
  public let chunksRetained: Int
  public let vectors: Int
  public let completeness: Completeness
  public let token: SessionToken
  /// The similarity index.
  public let index: IndexStatus
  public let watchers: [WatcherRecord]
  /// Why a source's documents are held back from removal, and what to do about it, by source name.
  public let held: [String: AdvisedText]
  public let pending: [DocumentID]
  public let failures: [DocumentID: String]
  /// Those of `failures` that are tried no more until they change, in order.
  public let buried: [DocumentID]
  /// Served with versions that stand side by side, in order.
  public let conflicted: [DocumentID]
  /// Skipped entries that may hold text, in order.
  public let unread: [SkippedDocument]
  /// The BLAS that was loaded; if it miscomputes, that it isn't used.
  public let blas: String
  public let sqliteVersion: String
  public let tokensPerSecond: Double?
  public let log: LogUse
}

extension RetrievalCache {
  public func status() throws -> StoreStatus {
    let (now, log) = (clock(), LogUse(store.logStatus()))
    return try store.read { reader in
      let identity = try reader.identity()
      let counts = try reader.contentCounts()
      let pending = try reader.pending()
      let failures = pending.compactMap { row in row.failure.map { (row.id, $0) } }
      return StoreStatus(
        store: store.path, roots: roots, identity: identity.store, replica: identity.replica,
        embedder: try reader.activeSpace(), documents: counts.documents,
        chunks: counts.servedChunks, chunksRetained: counts.chunks - counts.servedChunks,
        vectors: counts.vectors, completeness: try completeness(reader, of: nil, now: now),
        token: try reader.token(), index: kept.status(passages: counts.servedChunks),
        watchers: try reader.watchers().filter { $0.isAlive(at: now) },
        held: try reader.heldBack(),
        pending: pending.filter { $0.failure == nil }.map(\.id),
        failures: Dictionary(keepingFirst: failures).merging(try reader.failedPassages()) { first, _ in first },
        buried: Set(pending.filter(\.isBuried).map(\.id))
          .union(try reader.failedPassages(onlyBuried: true).keys).sorted(),
        conflicted: try reader.conflictedDocuments(), unread: SkippedDocument.hidingText(try reader.passedOver()),
        blas: BLAS.isReliable ? BLAS.provider : "\(BLAS.provider): miscomputes, so it is not used",
        sqliteVersion: identity.sqliteVersion, tokensPerSecond: try reader.tokensPerSecond(), log: log)
    }
  }

  /// How far the sources were seen, and what waits.
  func standing(_ reader: StoreReader, now: Timestamp) throws -> StoreStanding {
    let watchers = try reader.watchers().filter { $0.isAlive(at: now) }
    let records = try reader.sources()
    let standings = sources.all.map { source in
      let watcher = watchers.first { $0.source == source.name }
      return SourceStanding(
        source: source.name, health: watcher?.health, upTo: watcher?.upTo,
        scannedAt: records.first { $0.name == source.name }?.seenUpTo)
    }
    let oldest = try reader.oldestWaiting().map { WaitingDocument(id: $0.id, since: $0.observedAt) }
    return StoreStanding(sources: standings, oldestWaiting: oldest)
  }

  /// What a search over the reader's state covers, whatever it reaches.
  func completeness(_ reader: StoreReader, of view: IndexView?, now: Timestamp) throws -> Completeness {
    let active = try reader.activeSpace()
    let counts = try reader.documentCounts(in: active?.id)
    let records = try reader.sources()
    let standing = try standing(reader, now: now)
    let awaited = try active.map { try reader.awaitedAddresses(in: $0.id) } ?? []
    let doubts = SearchDoubts(
      counts: counts, awaitingVectors: awaited.count,
      lostCount: view.map { $0.unfound.subtracting(awaited).count + $0.leftOut } ?? 0,
      comparesWordsOnly: embedder.comparesWordsOnly, sources: sources, records: records, standing: standing)
    return Completeness(
      discovered: counts.discovered, indexed: counts.indexed, pending: counts.pending,
      failed: counts.failed, skipped: counts.skipped, unread: counts.unread, awaitingVectors: awaited.count,
      outsideVocabulary: try active.map { try reader.unknownCount(in: $0.id) } ?? 0,
      watch: Dictionary(keepingFirst: standing.sources.map { ($0.source, $0.health) }),
      watermark: standing.watermark, scannedAt: records.compactMap(\.scannedAt).min(),
      recall: 1, reasons: doubts.sentences)
  }
}

/// Why a missing hit wouldn't prove a missing text.
private struct SearchDoubts {
  let counts: DocumentCounts
  let awaitingVectors: Int
  let lostCount: Int
  let comparesWordsOnly: Bool
  let sources: SourceSet
  let records: [SourceRecord]
  let standing: StoreStanding

  var sentences: [AdvisedText] { ofSources + ofDocuments + ofSearch }

  private var ofSources: [AdvisedText] {
    sources.all.flatMap { source in
      var reasons: [AdvisedText] = []
      let name = sources.all.count == 1 ? "the documents' folder" : "the folder of \(source.name)"
      if records.first(where: { $0.name == source.name })?.scannedAt == nil {
        reasons.append("\(name) was never scanned to its end")
      }
      if let why = records.first(where: { $0.name == source.name })?.held {
        reasons.append("documents of \(name) are held back from being removed: \(DeletionHold.message(recorded: why))")
      }
      if !StoreLocation.isFolder(source.root) { reasons.append("\(name) can't be looked at") }
      switch standing.sources.first(where: { $0.source == source.name })?.health {
      case .catchingUp(let why)?:
        reasons.append("changes of \(name) may have been missed, it is being looked at anew: \(why)")
      case .blind(let why)?: reasons.append("\(name) can't be watched: \(why)")
      default: break
      }
      return reasons
    }
  }

  private var ofDocuments: [AdvisedText] {
    var reasons: [AdvisedText] = []
    if counts.pending > 0 { reasons.append("\(counts.pending) of \(counts.discovered) documents are not indexed yet") }
    if counts.failed > 0 { reasons.append("\(counts.failed) documents could not be indexed") }
    for reason in SkipReason.allCases where reason.hidesText {
      if let count = counts.skipped[reason] {
        reasons.append("passed over: \(count) \(reason.rawValue)\(reason == .undecodable ? forms(of: count) : "")")
      }
    }
    return reasons
  }

  /// For example " (2 PDF, 1 UTF-16)". An entry without a known form waits for the next reindexing to classify it, or
  /// its name isn't UTF-8.
  private func forms(of count: Int) -> String {
    let known = counts.unread.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.value) \($0.key.title)" }
    let rest = count - counts.unread.values.reduce(0, +)
    let parts = known + (rest > 0 ? ["\(rest) not judged yet, or with a name that isn't UTF-8"] : [])
    return " (\(parts.joined(separator: ", ")))"
  }

  private var ofSearch: [AdvisedText] {
    var reasons: [AdvisedText] = []
    if awaitingVectors > 0 {
      reasons.append("\(awaitingVectors) passages are found by their words only, until they are embedded")
    }
    if lostCount > 0 {
      reasons.append("\(lostCount) passages have no sound vector: \(run: .reindex(all: true))")
    }
    if comparesWordsOnly { reasons.append("the hashing embedder compares words, not meaning") }
    return reasons
  }
}
