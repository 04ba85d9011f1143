internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

extension SourceRun {
  /// Commits all documents and decisions that are ready in one transaction: new texts first, then decisions such as
  /// removals.
  mutating func commit() throws {
    if ready.isEmpty, decided.isEmpty { return }
    let now = clock()
    let (ready, decided, moment, space) = (ready, decided, moment, embedder.space)
    let (done, replaced) = try store.write { writer in
      var done: [(DocumentID, Performed)] = []
      var replaced: Set<ContentAddress> = []
      if !ready.isEmpty { try writer.activateIfNone(space) }
      for install in ready {
        let id = install.manifest.document
        replaced.formUnion(try writer.reader.placements(of: id).map(\.address))
        let verified = Verification(method: .contentHash, at: install.manifest.stamped?.lookedAt ?? now)
        done.append((id, try writer.perform(install, over: moment, verified: verified, at: now)))
      }
      for decision in decided {
        let id = decision.document
        if decision.action.retires { replaced.formUnion(try writer.reader.placements(of: id).map(\.address)) }
        done.append((id, try writer.perform(decision.action, on: id, over: decision.moment, at: now)))
      }
      return (done, replaced)
    }
    environment.metrics.count(done.compactMap(\.1.refresh))
    outcome.replaced.formUnion(replaced)
    count(done.map { ($0, $1.end) })
  }

  private mutating func count(_ ends: [(DocumentID, RefreshEnd)]) {
    for install in ready {
      outcome.placed.formUnion(install.texts.keys)
      outcome.installed.insert(install.manifest.document)
    }
    for decision in decided {
      if decision.action.retires { outcome.retired.insert(decision.document) }
      if case .holdBack = decision.action { outcome.heldBack.insert(decision.document) }
      if let reason = decision.action.skipReason { outcome.skipped[reason, default: 0] += 1 }
    }
    for (id, end) in ends {
      let isOvertaken = end == .overtaken
      outcome.record(end, of: id)
      if isOvertaken { outcome.installed.remove(id) }
    }
    (ready, decided) = ([], [])
    report(
      SourceRunProgress(
        documentsDone: outcome.installed.count + outcome.failureCount, documentsToDo: outcome.documentsToDo))
  }

  /// Records that a scan of the whole source has ended. At this point, all documents that may differ are marked, and
  /// decisions that needed no reading are committed.
  func finish(_ sight: Sight) throws {
    let (scan, source) = (sight.scan, source)
    let isBelieved = sight.survey.hold == nil && outcome.hold == nil
    let root = StoreLocation.remembered(source.root, byStore: store.path)
    try store.write {
      if try $0.reader.source(named: source.name) == nil { try $0.register(source: source.name, root: root) }
      try $0.recordSight(of: source.name, began: scan.started)
      if isBelieved { try $0.endHold(of: source.name) }
      if sight.survey.hiddenHold == nil { try $0.endHiddenHold(of: source.name) }
      try $0.finishScan(
        of: source.name, ignoredCount: source.ignoredCount(in: scan), root: isBelieved ? scan.root : nil,
        at: scan.finished)
    }
  }
}
