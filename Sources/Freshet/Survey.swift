internal import Coherence
internal import Corpus
internal import Storage
internal import Watching

/// What the store knows of a source's documents before a look at it.
struct KnownDocuments: Sendable {
  let indexed: [IndexedDocument]
  let waiting: [DocumentID: PendingDocument]
  let passedOver: [DocumentID: PassedOverEntry]

  /// - Parameter scope: paths below the source's root; none for all of it.
  init(_ reader: StoreReader, of source: String, below scope: [String]) throws {
    let paths = scope.isEmpty || scope.count > Self.maximumLookups ? [""] : scope
    indexed = try reader.documents(of: source, below: paths)
    let pending = try reader.pending(of: source, below: paths)
    waiting = Dictionary(pending.map { ($0.id, $0) }) { first, _ in first }
    passedOver = try reader.passedOver(of: source, below: paths)
  }

  /// From so many paths on, reading everything is quicker than looking each one up.
  private static let maximumLookups = 1_000

  func reconciliation(recipe: IndexingRecipe, believesStamps: Bool) -> Reconciliation {
    Reconciliation(
      indexed: indexed, waiting: Set(waiting.keys), passedOver: passedOver, recipe: recipe,
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
    deciding reconciliation: inout Reconciliation, leavingOut left: Set<DocumentID> = []
  ) {
    var toRead: [(DocumentID, Int64)] = []
    var decided: [(DocumentID, ReconciliationAction)] = []
    var skipped: [SkipReason: Int] = [:]
    let sightings = source.sightings(in: scan)
    for (id, sighting) in sightings {
      switch reconciliation.look(at: id, sighting) {
      case .keep: break
      case .keepPassedOver(let reason): skipped[reason, default: 0] += 1
      case .markAndRead: if !left.contains(id) { toRead.append((id, sighting.sizeInBytes)) }
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
