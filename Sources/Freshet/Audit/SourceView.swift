internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// The part of a source's scan that an audit still needs: the entries of documents that `DocumentExamination` must
/// check.
struct SourceView: Sendable {
  let source: DirectorySource
  let scan: ScanReport
  private let sightings: [DocumentID: Sighting]
  private let remounts: Remounts
  /// Entries that the scan skipped because they aren't documents.
  let skipped: [DocumentID]
  /// Why a missing file doesn't count as deleted, for example because a different folder is at the source's root; nil
  /// if it does count.
  private(set) var hold: DeletionHold?

  init(of source: DirectorySource, _ scan: ScanReport, remounts: Remounts, asked: Set<DocumentID>) {
    self.source = source
    self.scan = scan
    self.remounts = remounts
    let noDocuments = source.skipped(in: scan)
    let files = asked.isEmpty ? [] : scan.files.map { (source.id($0.path), Sighting.file($0.stamp, on: nil)) }
    sightings = Dictionary(noDocuments + files.filter { asked.contains($0.0) }) { first, _ in first }
    skipped = noDocuments.map(\.0)
  }

  func sighting(of id: DocumentID) -> Sighting? { sightings[id] }

  /// Asks `DeletionGuard`, as a reindexing would, whether missing files may count as deleted. Sets `hold` if they may
  /// not.
  ///
  /// - Parameter open: the documents whose stamp doesn't prove that the file is unchanged.
  mutating func hold(since indexed: RootIdentity?, _ documents: StampedDocuments, _ open: Set<DocumentID>) {
    let deletionGuard = DeletionGuard(indexed: indexed)
    var loss = loss(since: indexed)
    (loss.served, loss.absent) = (documents.count, documents.count)
    // First assume that all documents are missing. If the guard accepts even that, as for most folders, the missing
    // ones need not be counted.
    if deletionGuard.hold(loss) == nil { return }
    loss.absent = documents.records.indices.count { index in
      let id = documents.id(at: index)
      guard open.contains(id), sightings[id] == nil else { return false }
      return scan.evidence(of: id.path, lastSeen: documents.records[index].stamped, remounts: remounts) == .absent
    }
    hold = deletionGuard.hold(loss)
  }

  /// Asks `DeletionGuard` whether a single missing document may count as deleted. Sets `hold` if it may not.
  mutating func hold(since indexed: RootIdentity?) {
    var loss = loss(since: indexed)
    (loss.served, loss.absent) = (1, 1)
    hold = DeletionGuard(indexed: indexed).hold(loss)
  }

  private func loss(since indexed: RootIdentity?) -> DeletionGuard.Loss {
    DeletionGuard.Loss(
      root: scan.root, isRenumbered: indexed.map { scan.isRoot(on: $0.device, remounts) } ?? false,
      isWhole: scan.scope == .everything)
  }

  func absence(of document: IndexedDocument?, _ id: DocumentID) -> Absence {
    let absence = source.absence(of: document, id, in: scan, remounts: remounts)
    if absence == .absent, let hold { return .unknown(why: "\(hold)") }
    return absence
  }
}
