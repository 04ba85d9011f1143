internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// The result of a scan, with a decision for each entry: which documents must be read, and what to do with the others.
struct Survey: Sendable {
  let seen: Int
  /// How many entries were skipped before and still are, and how many are ignored, counted by reason. Newly skipped
  /// entries are counted when the decision to skip them is committed.
  let skipped: [SkipReason: Int]
  /// New files that may be moved documents, because their size is that of a missing document. They are read first, so
  /// that a move is one commit.
  let possibleMoves: [DocumentID]
  let toRead: [DocumentID]
  private(set) var decided: [(DocumentID, ReconciliationAction)]
  /// Served documents to remove because their files provably no longer exist (`absent`), or because ignore rules
  /// exclude them (`excluded`).
  let absent: Set<DocumentID>
  let excluded: Set<DocumentID>
  /// Served documents that aren't documents any more only because their names are hidden or secret-like.
  let hidden: Set<DocumentID>
  /// Served documents that the scan did not find, but whose absence it can't prove.
  let unproven: Set<DocumentID>
  /// Served documents whose file was replaced by something that has no text, such as a broken link.
  let emptied: Set<DocumentID>
  /// Why removals are held back until a person accepts them; nil if no removals are held back.
  private(set) var hold: DeletionHold?
  private(set) var hiddenHold: HiddenHold?

  init(
    _ scan: ScanReport, of source: DirectorySource, known: KnownDocuments,
    deciding reconciliation: inout Reconciliation, leavingOut left: Set<DocumentID> = []
  ) {
    let sightings = source.sightings(in: scan)
    let found = FoundEntries(sightings, left, &reconciliation)
    let ended = EndedDocuments(scan, of: source, known, &reconciliation)
    decided = found.decided + ended.conclusions
    (absent, excluded, hidden, unproven) = (ended.absent, ended.excluded, ended.hidden, ended.unproven)
    emptied = Set(decided.filter { if case .retireAndSkip = $0.1 { true } else { false } }.map(\.0))
    let ignored = source.ignoredCount(in: scan)
    seen = sightings.count + ignored
    skipped = found.skipped.merging(ignored > 0 ? [.ignored: ignored] : [:]) { $1 }
    let leaving = Set(decided.filter(\.1.retires).compactMap { reconciliation.document($0.0)?.sizeInBytes })
    let moves = found.toRead.filter { reconciliation.document($0.0) == nil && leaving.contains(Int($0.1)) }
    possibleMoves = moves.map(\.0)
    let first = Set(possibleMoves)
    toRead = found.toRead.map(\.0).filter { !first.contains($0) }
  }

  var losesDocuments: Bool { !(absent.isEmpty && excluded.isEmpty && emptied.isEmpty && hidden.isEmpty) }

  /// A copy of this survey in which the documents `kept` stay served.
  func holdingBack(_ kept: Set<DocumentID>, _ hold: DeletionHold) -> Survey {
    var survey = self
    survey.hold = survey.hold ?? hold
    survey.holdBack(kept, because: "\(hold)")
    return survey
  }

  /// A copy of this survey in which the hidden documents stay served.
  func holdingBackHidden() -> Survey {
    var survey = self
    survey.hiddenHold = HiddenHold(hidden.map(\.path))
    survey.holdBack(hidden, because: "its name is hidden or secret-like, and no argument or `include` pattern names it")
    return survey
  }

  /// A message that says why removals are held back, and what to do about it. If the survey has no `hold`, the message
  /// states `other`. Nil if no removals are held back.
  func heldBack(or other: DeletionHold? = nil) -> AdvisedText? {
    let reasons = [(hold ?? other)?.message, hiddenHold?.message].compactMap(\.self)
    return reasons.isEmpty ? nil : reasons.joined(separator: "; ")
  }

  private mutating func holdBack(_ kept: Set<DocumentID>, because why: String) {
    decided = decided.map { kept.contains($0.0) ? ($0.0, .holdBack(why: "held back: \(why)")) : $0 }
  }
}

/// The entries that a scan found, and what is decided about each without reading it.
private struct FoundEntries {
  /// The documents to read, with the sizes of their files in bytes.
  var toRead: [(DocumentID, Int64)] = []
  var decided: [(DocumentID, ReconciliationAction)] = []
  /// How many entries were skipped before and still are, by reason.
  var skipped: [SkipReason: Int] = [:]

  init(
    _ sightings: some Sequence<(DocumentID, Sighting)>, _ left: Set<DocumentID>, _ reconciliation: inout Reconciliation
  ) {
    for (id, sighting) in sightings {
      switch reconciliation.look(at: id, sighting) {
      case .keep: break
      case .keepSkipped(let reason): skipped[reason, default: 0] += 1
      case .markAndRead: if !left.contains(id) { toRead.append((id, sighting.sizeInBytes)) }
      case let action: decided.append((id, action))
      }
    }
  }
}

/// What a scan means for the documents that it did not find.
private struct EndedDocuments {
  let conclusions: [(DocumentID, ReconciliationAction)]
  let absent: Set<DocumentID>
  let excluded: Set<DocumentID>
  let hidden: Set<DocumentID>
  let unproven: Set<DocumentID>

  init(
    _ scan: ScanReport, of source: DirectorySource, _ known: KnownDocuments, _ reconciliation: inout Reconciliation
  ) {
    let decision = reconciliation
    let remounts = source.remounts(in: scan, since: known.indexed)
    var (excluded, hidden): (Set<DocumentID>, Set<DocumentID>) = ([], [])
    conclusions = reconciliation.conclude(
      scope: { source.covers($0, in: scan) },
      absence: { id in
        let absence = source.absence(of: decision.document(id), id, in: scan, remounts: remounts)
        if absence == .excluded(.ignored) { excluded.insert(id) }
        if absence == .hidden { hidden.insert(id) }
        return absence
      })
    let retired = Set(conclusions.filter { $0.1 == .retire }.map(\.0))
    absent = retired.subtracting(excluded).subtracting(hidden)
    self.hidden = retired.intersection(hidden)
    self.excluded = retired.intersection(excluded)
    unproven = Set(conclusions.filter { decision.document($0.0) != nil && !$0.1.retires }.map(\.0))
  }
}
