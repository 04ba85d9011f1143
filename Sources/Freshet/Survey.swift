internal import Coherence
internal import Corpus
internal import Storage
internal import Watching

/// What the store knows of a source's documents before a look at it.
struct KnownDocuments: Sendable {
  let indexed: [IndexedDocument]
  let waiting: Set<DocumentID>
  let passedOver: [DocumentID: PassedOverEntry]

  init(_ reader: StoreReader) throws {
    indexed = try reader.documents(of: DocumentID.files)
    waiting = Set(try reader.pending().map(\.id).filter { $0.source == DocumentID.files })
    passedOver = try reader.passedOver().filter { $0.key.source == DocumentID.files }
  }

  func reconciliation(recipe: IndexingRecipe, believesStamps: Bool) -> Reconciliation {
    Reconciliation(
      indexed: indexed, waiting: waiting, passedOver: passedOver, recipe: recipe,
      believesStamps: believesStamps)
  }
}

/// A scan, decided upon entry by entry: what must be read, and what is settled without reading.
struct Survey: Sendable {
  let seen: Int
  /// Entries that were passed over before and stay so, and ignored ones; those decided here come on top when performed.
  let skipped: [SkipReason: Int]
  /// New files that may be documents under a new name: they are read first, so that a move is one commit.
  let possibleMoves: [DocumentID]
  let toRead: [DocumentID]
  let decided: [(DocumentID, ReconciliationAction)]

  init(
    _ scan: ScanReport, of source: DirectorySource, known: KnownDocuments,
    deciding reconciliation: inout Reconciliation
  ) {
    var toRead: [(DocumentID, Int64)] = []
    var decided: [(DocumentID, ReconciliationAction)] = []
    var skipped: [SkipReason: Int] = [:]
    let sightings = source.sightings(in: scan)
    for (id, sighting) in sightings {
      switch reconciliation.look(at: id, sighting) {
      case .keep: break
      case .keepPassedOver(let reason): skipped[reason, default: 0] += 1
      case .markAndRead: toRead.append((id, sighting.sizeInBytes))
      case let action: decided.append((id, action))
      }
    }
    let settled = reconciliation
    let renumbered = source.renumberedDevices(in: scan, since: known.indexed)
    decided += reconciliation.conclude(
      scope: { source.covers($0, in: scan) },
      absence: { source.absence(of: settled.document($0), $0, in: scan, renumbered: renumbered) })
    let ignored = source.ignoredCount(in: scan)
    if ignored > 0 { skipped[.ignored] = ignored }
    seen = sightings.count + ignored
    self.skipped = skipped
    self.decided = decided
    let leaving = Set(decided.filter(\.1.retires).compactMap { settled.document($0.0)?.sizeInBytes })
    let moves = toRead.filter { settled.document($0.0) == nil && leaving.contains(Int($0.1)) }
    possibleMoves = moves.map(\.0)
    let first = Set(possibleMoves)
    self.toRead = toRead.map(\.0).filter { !first.contains($0) }
  }
}
