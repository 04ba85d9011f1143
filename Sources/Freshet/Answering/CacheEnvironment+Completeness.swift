internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

extension CacheEnvironment {
  /// The time up to which each source's changes are on record, and the oldest mark (note that a document may differ)
  /// that no refresh has answered yet.
  func freshness(_ reader: StoreReader, now: Timestamp) throws -> StoreFreshness {
    try freshness(reader, RecordedSources(reader), now: now)
  }

  private func freshness(_ reader: StoreReader, _ state: RecordedSources, now: Timestamp) throws -> StoreFreshness {
    let watchers = state.watchers.filter { $0.isAlive(at: now) }
    let seen = sources.all.map { source in
      let watcher = watchers.first { $0.source == source.name }
      return SourceFreshness(
        source: source.name, health: watcher?.health, upTo: watcher?.upTo,
        scannedAt: state.records.first { $0.name == source.name }?.seenUpTo)
    }
    let oldest = try reader.oldestMark().map { DocumentMark(id: $0.id, since: $0.observedAt) }
    return StoreFreshness(sources: seen, oldestMark: oldest)
  }

  /// What a search in the reader's state of the store covers. The `recall` of the result is 1; the search replaces it
  /// later.
  func completeness(
    _ reader: StoreReader, _ state: RecordedSources, of view: IndexView?, now: Timestamp
  ) throws -> Completeness {
    let active = try reader.activeSpace()
    let counts = try reader.documentCounts(in: active?.id)
    let freshness = try freshness(reader, state, now: now)
    let awaited = try active.map { try reader.awaitedAddresses(in: $0.id) } ?? []
    let doubts = SearchDoubts(
      counts: counts, awaitingVectors: awaited.count,
      lostCount: view.map { $0.unfound.subtracting(awaited).count + $0.leftOut } ?? 0,
      comparesWordsOnly: embedder.comparesWordsOnly, sources: sources, records: state.records,
      freshness: freshness)
    return Completeness(
      discovered: counts.discovered, indexed: counts.indexed, pending: counts.pending,
      failed: counts.failed, skipped: counts.skipped, unread: counts.unread, awaitingVectors: awaited.count,
      outsideVocabulary: try active.map { try reader.unknownCount(in: $0.id) } ?? 0,
      opaque: try reader.opaqueCount(),
      watch: Dictionary(keepingFirst: freshness.sources.map { ($0.source, $0.health) }),
      watermark: freshness.watermark, scannedAt: state.records.compactMap(\.scannedAt).min(),
      recall: 1, reasons: doubts.sentences)
  }
}
