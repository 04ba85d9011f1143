internal import Coherence
internal import Corpus
internal import Storage
internal import Watching

/// Asks the `DeletionGuard` before a scan removes documents, or a refresh empties them.
extension SourceRun {
  /// Replaces removals in the survey by holds where the guard wants it.
  mutating func guarded(_ survey: Survey, _ scan: ScanReport, _ known: KnownDocuments) throws -> Survey {
    if acceptsDeletions || !survey.losesDocuments { return survey }
    var survey = survey
    let (root, served) = try store.read { reader in
      (try reader.source(named: source.name)?.known, try reader.servedCountBeforeHold(of: source.name))
    }
    if let hold = DeletionGuard.hold(hollow: survey.emptied.count + hollowBefore, of: served), !survey.emptied.isEmpty {
      survey = survey.holdingBack(survey.emptied, hold)
    }
    outcome.hollow += survey.emptied.count
    if let hold = try hold(on: survey, scan, known, of: served, since: root) {
      survey = survey.holdingBack(survey.absent.union(survey.excluded), hold)
    }
    return survey
  }

  /// Why nothing that the scan found missing may be removed; nil if all of it may.
  private func hold(
    on survey: Survey, _ scan: ScanReport, _ known: KnownDocuments, of served: Int, since root: RootIdentity?
  ) throws -> DeletionHold? {
    let remounts = source.remounts(in: scan, since: known.indexed)
    var loss = DeletionGuard.Loss(
      root: scan.root, isRenumbered: root.map { scan.isRoot(on: $0.device, remounts) } ?? false,
      isWhole: scan.scope == .everything)
    (loss.served, loss.unproven) = (served, survey.unproven)
    (loss.absent, loss.excluded) = (survey.absent.count, survey.excluded.count)
    let deletionGuard = DeletionGuard(indexed: root)
    if deletionGuard.hold(loss) == nil { return nil }
    loss.absent -= try movedCount(survey, known)
    return deletionGuard.hold(loss)
  }

  /// How many absent documents were moved: a document under another name has the same content.
  private func movedCount(_ survey: Survey, _ known: KnownDocuments) throws -> Int {
    let revisions = Set(known.indexed.filter { survey.absent.contains($0.id) }.map(\.revision))
    var found: Set<Revision> = []
    for id in survey.possibleMoves {
      try Task.checkCancellation()
      guard case .revision(let stamped) = try source.read(id, lastSeen: nil, now: clock).0 else { continue }
      if revisions.contains(stamped.revision) { found.insert(stamped.revision) }
    }
    return known.indexed.count { survey.absent.contains($0.id) && found.contains($0.revision) }
  }

  /// Holds back documents that lost their content at once.
  ///
  /// - Returns: the documents that remain to be read.
  mutating func holdHollow(_ sight: Sight) throws -> [DocumentID] {
    let served = sight.changed.filter { hadContent($0, sight) }
    guard !acceptsDeletions, DeletionGuard.mayBeMost(served.count + hollowBefore) else { return sight.changed }
    let hollow = try served.filter { try isHollow($0) }
    let inAll = try store.read { try $0.servedCountBeforeHold(of: source.name) }
    let count = hollow.count + sight.survey.emptied.count + hollowBefore
    guard let hold = DeletionGuard.hold(hollow: count, of: inAll), !hollow.isEmpty else { return sight.changed }
    outcome.hold = hold
    outcome.hollow += hollow.count
    try store.write { try $0.recordHold(Hold(why: hold.sentence, served: inAll), of: source.name) }
    decided += hollow.map {
      Decision(document: $0, action: .holdBack(why: "held back: \(hold)"), moment: moment)
    }
    let held = Set(hollow)
    return sight.changed.filter { !held.contains($0) }
  }

  /// Whether the document is served with content that it could lose.
  func hadContent(_ id: DocumentID, _ sight: Sight) -> Bool {
    (sight.reconciliation.document(id)?.sizeInBytes ?? 0) > 0
  }

  private func isHollow(_ id: DocumentID) throws -> Bool {
    try Task.checkCancellation()
    let (reading, bytes) = try source.read(id, lastSeen: nil, now: clock)
    return switch reading {
    case .revision: HollowContent.isHollow(bytes)
    case .passedOver(let entry): [.binary, .undecodable].contains(entry.reason)
    case .unreadable, .refused, .vanished, .unsettled: false
    }
  }
}

extension StoreReader {
  /// How many documents of a source were served when a hold began, if it hasn't ended; else how many are.
  fileprivate func servedCountBeforeHold(of source: String) throws -> Int {
    min(try servedCount(of: source), try hold(of: source)?.served ?? .max)
  }
}

extension SourceRun.Settled {
  /// Whether the document lost its content: it is empty, binary, or a pointer.
  var isHollow: Bool {
    switch self {
    case .install(let install): install.texts.values.allSatisfy { HollowContent.isHollow(Array($0.string.utf8)) }
    case .decided(.retireAndPassOver(let entry)): [.binary, .undecodable].contains(entry.reason)
    case .decided, .unsettled: false
    }
  }
}
