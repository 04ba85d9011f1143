internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// Asks the `DeletionGuard` before a scan removes many documents, or before documents are replaced by empty files. The
/// guard may hold such losses back until a person accepts them.
extension SourceRun {
  /// The number of served documents with which a loss is compared. While a loss is held back, documents that were first
  /// served after the hold began don't count.
  private struct Measure {
    let root: RootIdentity?
    let served: Int
    let newcomers: Set<DocumentID>

    init(_ reader: StoreReader, of source: String) throws {
      root = try reader.source(named: source)?.known
      let hold = try reader.hold(of: source)
      newcomers = try hold.map { try reader.newcomers(to: source, since: $0.since, withReplicas: false) } ?? []
      served = try reader.servedCount(of: source) - newcomers.count
    }

    func count(_ documents: some Sequence<DocumentID>) -> Int { documents.count { !newcomers.contains($0) } }
  }

  /// Returns the survey, in which removals are replaced by "hold back" decisions where `DeletionGuard` requires it.
  mutating func guarded(_ survey: Survey, _ scan: ScanReport, _ known: KnownDocuments) throws -> Survey {
    if acceptsDeletions || !survey.losesDocuments { return survey }
    let measure = try store.read { try Measure($0, of: source.name) }
    var survey = survey.holdingBackHidden()
    if let (kept, hold) = heldEmptied(survey.emptied, known, measure) { survey = survey.holdingBack(kept, hold) }
    outcome.hollow += survey.emptied.count
    if let hold = try hold(on: survey, scan, known, measure) {
      survey = survey.holdingBack(survey.absent.union(survey.excluded), hold)
    }
    return survey
  }

  /// Decides which of the documents in `emptied`, whose files were replaced by something without content, are held
  /// back: all of them if they are most of the source, otherwise those that were held back before. Nil if none are held
  /// back.
  private func heldEmptied(
    _ emptied: Set<DocumentID>, _ known: KnownDocuments, _ measure: Measure
  ) -> (kept: Set<DocumentID>, hold: DeletionHold)? {
    if emptied.isEmpty { return nil }
    if let hold = DeletionGuard.hold(hollow: measure.count(emptied) + hollowBefore, of: measure.served) {
      return (emptied, hold)
    }
    let kept = emptied.filter { known.marked[$0]?.isHeldBack == true }
    return kept.isEmpty ? nil : (kept, .hollow(kept.count, served: measure.served))
  }

  /// The reason to hold back the removal of all documents that the scan found missing or excluded; nil if they may be
  /// removed.
  private func hold(
    on survey: Survey, _ scan: ScanReport, _ known: KnownDocuments, _ measure: Measure
  ) throws -> DeletionHold? {
    let remounts = source.remounts(in: scan, since: known.indexed)
    var loss = DeletionGuard.Loss(
      root: scan.root, isRenumbered: measure.root.map { scan.isRoot(on: $0.device, remounts) } ?? false,
      isWhole: scan.scope == .everything)
    (loss.served, loss.unproven) = (measure.served, measure.count(survey.unproven))
    (loss.absent, loss.excluded) = (measure.count(survey.absent), measure.count(survey.excluded))
    let deletionGuard = DeletionGuard(indexed: measure.root)
    if deletionGuard.hold(loss) == nil { return nil }
    loss.absent -= try movedCount(survey, known, measure)
    return deletionGuard.hold(loss)
  }

  /// How many missing documents were moved: for each of them, a file with a new path has the same content.
  private func movedCount(_ survey: Survey, _ known: KnownDocuments, _ measure: Measure) throws -> Int {
    let absent = known.indexed.filter { survey.absent.contains($0.id) && !measure.newcomers.contains($0.id) }
    var missing = Dictionary(absent.map { ($0.revision, 1) }, uniquingKeysWith: +)
    var moved = 0
    for id in survey.possibleMoves {
      try Task.checkCancellation()
      guard case .revision(let stamped) = try source.read(id, lastSeen: nil, now: clock).0,
        let count = missing[stamped.revision], count > 0
      else { continue }
      missing[stamped.revision] = count - 1
      moved += 1
    }
    return moved
  }

  /// Holds back documents whose files lost their content, if they are most of the source, and documents that were held
  /// back before and still have no content.
  ///
  /// - Returns: the changed documents that aren't held back, and so must be read.
  mutating func holdHollow(_ sight: Sight) throws -> [DocumentID] {
    let served = sight.changed.filter { hadContent($0, sight) }
    let heldBefore = Set(served.filter { sight.known.marked[$0]?.isHeldBack == true })
    let mayBeHeld = !heldBefore.isEmpty || DeletionGuard.mayBeMost(served.count + hollowBefore)
    guard !acceptsDeletions, mayBeHeld else { return sight.changed }
    let hollow = try served.filter { try isHollow($0) }
    let measure = try store.read { try Measure($0, of: source.name) }
    let count = measure.count(hollow) + measure.count(sight.survey.emptied) + hollowBefore
    let most = DeletionGuard.hold(hollow: count, of: measure.served)
    let held = most == nil ? heldBefore.intersection(hollow) : Set(hollow)
    if held.isEmpty { return sight.changed }
    try hold(back: held, because: most ?? .hollow(held.count, served: measure.served))
    return sight.changed.filter { !held.contains($0) }
  }

  private mutating func hold(back hollow: Set<DocumentID>, because hold: DeletionHold) throws {
    outcome.hold = hold
    outcome.hollow += hollow.count
    try store.write {
      try $0.recordHold(Hold(why: hold.recorded, since: try $0.reader.token().sequence), of: source.name)
    }
    decided += hollow.sorted().map {
      Decision(document: $0, action: .holdBack(why: "held back: \(hold)"), moment: moment)
    }
  }

  /// Whether the store serves a version of the document that isn't empty. Only such a document can lose its content.
  func hadContent(_ id: DocumentID, _ sight: Sight) -> Bool {
    (sight.reconciliation.document(id)?.sizeInBytes ?? 0) > 0
  }

  private func isHollow(_ id: DocumentID) throws -> Bool {
    try Task.checkCancellation()
    let (reading, bytes) = try source.read(id, lastSeen: nil, now: clock)
    return switch reading {
    case .revision: HollowContent.isHollow(bytes)
    case .skipped(let entry): [.binary, .undecodable].contains(entry.reason)
    case .unreadable, .refused, .vanished, .rewritten: false
    }
  }
}

extension SourceRun.ReadDecision {
  /// Whether the file now has no text content: it is empty, binary, or a pointer file (for example of Git LFS).
  var isHollow: Bool {
    switch self {
    case .install(let install): install.texts.values.allSatisfy { HollowContent.isHollow(Array($0.string.utf8)) }
    case .decided(.retireAndSkip(let entry)): [.binary, .undecodable].contains(entry.reason)
    case .decided, .rewritten: false
    }
  }
}
