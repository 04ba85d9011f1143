internal import Coherence
internal import Corpus
internal import Storage
internal import Watching

/// What a reindexing writes, and what it counts.
extension ReindexRun {
  /// Everything that is ready, in one transaction: vectors first, then documents, then what else was decided.
  mutating func commit(
    _ vectors: [ContentAddress: UnitVector], texts: [ContentAddress: NormalizedText] = [:]
  ) throws {
    if vectors.isEmpty, ready.isEmpty, decided.isEmpty { return }
    let space = embedder.space.id
    let now = clock()
    let replaced = try store.write(under: lease) { writer in
      try writer.keep(texts.filter { vectors[$0.key] != nil })
      try writer.keep(vectors, in: space)
      var replaced: Set<ContentAddress> = []
      for install in ready {
        replaced.formUnion(try writer.reader.placements(of: install.manifest.document).map(\.address))
        try writer.keep(install.texts)
        try writer.install(install.manifest, verified: Self.verification(of: install, at: now))
      }
      for (id, action) in decided {
        if action.retires {
          replaced.formUnion(try writer.reader.placements(of: id).map(\.address))
        }
        try writer.perform(action, on: id, at: now)
      }
      return replaced
    }
    self.replaced.formUnion(replaced)
    count()
    commitCount += 1
    if commitCount % Self.commitsPerCheckpoint == 0 { try store.checkpoint(under: lease) }
  }

  private static func verification(of install: PendingInstall, at now: Timestamp) -> Verification {
    Verification(method: .contentHash, at: install.manifest.stamped?.lookedAt ?? now)
  }

  private mutating func count() {
    for install in ready { placed.formUnion(install.texts.keys) }
    summary.changed += ready.count
    documentsDone += ready.count
    for (id, action) in decided {
      if action.retires { summary.removed += 1 }
      if let reason = action.skipReason { summary.skipped[reason, default: 0] += 1 }
      if case .hold(let why) = action { summary.failures[id] = why }
    }
    ready = []
    decided = []
    summary.chunksEmbedded = embedded.count
    report(
      ReindexProgress(
        documentsDone: documentsDone, documentsToDo: documentsToDo,
        chunksEmbedded: embedded.count, tokensEmbedded: summary.tokens))
  }

  mutating func finish(_ scan: ScanReport, isWhole: Bool, since started: Timestamp) async throws {
    let retired = try store.read { reader in
      try replaced.filter { try !reader.isPlaced($0) }.count
    }
    summary.chunksRetired = retired
    summary.chunksReused = placed.subtracting(embedded).count
    let rate = Double(summary.tokens) / max(embeddingTime / .seconds(1), 1e-9)
    try store.write(under: lease) {
      if isWhole {
        try $0.finishScan(
          of: DocumentID.files, ignoredCount: source.ignoredCount(in: scan), at: scan.finished)
      }
      if summary.tokens > 0 { try $0.record(tokensPerSecond: rate) }
    }
    if commitCount > 0 { try store.checkpoint(under: lease) }
    summary.token = try store.read { try $0.token() }
    summary.duration = clock().duration(since: started)
  }
}
