package import FreshetCorpus

/// What a look saw at a path, before anything was read.
package enum Sighting: Hashable, Sendable {
  /// A file, and the mounts that it lies on, if they are known.
  case file(FileStamp, on: DocumentMounts? = nil)
  case skipped(SkipReason)
  /// The device or server did not answer; the file may be intact.
  case refused(why: String)

  /// The size of the file; 0 if the path shows no file.
  package var sizeInBytes: Int64 {
    if case .file(let stamp, _) = self { stamp.sizeInBytes } else { 0 }
  }
}

/// The result of reading a file.
package enum SourceReading: Hashable, Sendable {
  case revision(StampedRevision)
  case skipped(SkipRecord)
  case unreadable(why: String)
  /// The device or server did not answer, or nothing is proven. The file may be intact, so the read is retried.
  case refused(why: String)
  case vanished
  /// A program rewrote the file during every attempt to read it.
  case rewritten
}

/// What a finished look at the source proves about a path that it didn't show.
package enum Absence: Hashable, Sendable {
  case absent
  case excluded(SkipReason)
  /// The name of the document, or of a folder above it, is hidden or secret-like, and nobody named it explicitly.
  case hidden
  case unknown(why: String)
}

/// What must be done for a document.
package enum ReconciliationAction: Hashable, Sendable {
  /// Do nothing: the stamp vouches for the indexed revision, or `conclude` decides at the end.
  case keep
  /// Do nothing: an earlier look skipped the entry, and nothing has changed.
  case keepSkipped(SkipReason)
  /// Mark the document as changed, durably, then read it.
  case markAndRead
  /// The indexed bytes are still current: record the new stamp, or the mounts that the file lies on now.
  case confirm(StampedRevision)
  /// The bytes are new, or the recipe has changed: chunk, embed and install them.
  case refresh(StampedRevision)
  /// The source provably no longer has the document: stop serving it.
  case retire
  /// Stop serving the document, and record that the entry at its path is skipped.
  case retireAndSkip(SkipRecord)
  case skip(SkipRecord)
  /// Nothing is proven: the document stays served as it is, and counts as failed.
  case hold(why: String)
  /// Too many documents would be removed at once: the document stays served until the loss is confirmed (see
  /// `DeletionGuard`).
  case holdBack(why: String)
  /// The document isn't served and is gone: drop its mark, or the record that it was skipped.
  case forget
}

extension ReconciliationAction {
  /// Whether the action removes a served document from the index.
  package var retires: Bool {
    switch self {
    case .retire, .retireAndSkip: true
    default: false
    }
  }

  /// Why the entry is skipped; nil if it isn't.
  package var skipReason: SkipReason? {
    switch self {
    case .retireAndSkip(let entry), .skip(let entry): entry.reason
    case .keepSkipped(let reason): reason
    default: nil
    }
  }
}

/// How Freshet turns documents into an index. When the recipe changes, the same bytes must be indexed again.
package struct IndexingRecipe: Hashable, Sendable {
  package let space: SpaceID
  package let chunker: String

  package init(space: SpaceID, chunker: String) {
    self.space = space
    self.chunker = chunker
  }
}

/// Decides, document by document, how to bring an index in step with a source after a look at all or a part of it.
///
/// Content decides: a stamp counts only where it is proof (`StampedRevision.vouches`). A served document is retired
/// only on evidence; a document that can't be read or listed stays served. The order
/// of calls: `look` once for each path seen, `decide` for each path read, `conclude` once at the end.
///
/// A link whose target is missing is no proof by itself: the target may be unmounted. So if the name of a served
/// document now shows no file, `conclude` decides on it as if the look had not seen it.
package struct Reconciliation {
  private let recipe: IndexingRecipe
  private let indexed: [DocumentID: IndexedDocument]
  private let marked: Set<DocumentID>
  private let skips: [DocumentID: SkipRecord]
  private let believesStamps: Bool
  private var seen: Set<DocumentID> = []
  /// Served documents whose names show no file.
  private var fileless: Set<DocumentID> = []

  /// - Parameter believesStamps: false to read and install everything again, whatever stamps and revisions say.
  package init(
    indexed: [IndexedDocument], marked: Set<DocumentID>,
    skips: [DocumentID: SkipRecord], recipe: IndexingRecipe, believesStamps: Bool
  ) {
    self.indexed = Dictionary(indexed.map { ($0.id, $0) }) { first, _ in first }
    self.marked = marked
    self.skips = skips
    self.recipe = recipe
    self.believesStamps = believesStamps
    seen.reserveCapacity(indexed.count)
  }

  package mutating func look(at id: DocumentID, _ sighting: Sighting) -> ReconciliationAction {
    if sighting == .skipped(.notAFile), indexed[id] != nil {
      fileless.insert(id)
      return .keep
    }
    seen.insert(id)
    switch sighting {
    case .skipped(.unreadable): return unreadable(id, why: "it can't be read")
    case .skipped(let reason): return skip(id, SkipRecord(reason: reason, text: nil, stamped: nil))
    case .refused(let why): return .hold(why: why)
    case .file(let stamp, let mounts): return lookAtFile(id, stamp, on: mounts)
    }
  }

  package func decide(_ id: DocumentID, _ reading: SourceReading) -> ReconciliationAction {
    switch reading {
    case .skipped(let entry): return skip(id, entry)
    case .unreadable(let why): return unreadable(id, why: why)
    case .refused(let why): return .hold(why: why)
    case .vanished: return indexed[id] == nil ? .forget : .retire
    case .rewritten: return .hold(why: "it was rewritten during every attempt to read it")
    case .revision(let stamped):
      guard believesStamps, let document = indexed[id], document.revision == stamped.revision, isMade(document)
      else { return .refresh(stamped) }
      return .confirm(stamped)
    }
  }

  /// Decides on the documents in `scope` that the look didn't see, or whose names show no file.
  package func conclude(
    scope: (DocumentID) -> Bool, absence: (DocumentID) -> Absence
  ) -> [(DocumentID, ReconciliationAction)] {
    var unseen = Set(indexed.keys.filter { !seen.contains($0) })
    unseen.formUnion(marked.filter { !seen.contains($0) })
    unseen.formUnion(skips.keys.filter { !seen.contains($0) })
    return unseen.filter(scope).sorted().map { ($0, conclusion(on: $0, absence($0))) }
  }

  package func document(_ id: DocumentID) -> IndexedDocument? { indexed[id] }

  private func isMade(_ document: IndexedDocument) -> Bool {
    document.space == recipe.space && document.chunker == recipe.chunker
  }

  private func lookAtFile(_ id: DocumentID, _ stamp: FileStamp, on mounts: DocumentMounts?) -> ReconciliationAction {
    guard believesStamps, !marked.contains(id) else { return .markAndRead }
    if let document = indexed[id] {
      guard isMade(document), let stamped = document.stamped, stamped.vouches(for: stamp) else { return .markAndRead }
      guard let mounts, mounts != stamped.mounts else { return .keep }
      return .confirm(stamped.on(mounts))
    }
    if let entry = skips[id], entry.stamped?.vouches(for: stamp) == true {
      return .keepSkipped(entry.reason)
    }
    return .markAndRead
  }

  private func skip(_ id: DocumentID, _ entry: SkipRecord) -> ReconciliationAction {
    if indexed[id] != nil {
      return entry.reason == .unreadable ? .hold(why: "it can't be read") : .retireAndSkip(entry)
    }
    return skips[id] == entry ? .keepSkipped(entry.reason) : .skip(entry)
  }

  /// Decides on a document that can't be read: it isn't proven gone.
  private func unreadable(_ id: DocumentID, why: String) -> ReconciliationAction {
    if indexed[id] != nil { return .hold(why: why) }
    return skip(id, SkipRecord(reason: .unreadable, text: nil, stamped: nil))
  }

  private func conclusion(on id: DocumentID, _ absence: Absence) -> ReconciliationAction {
    switch absence {
    case .unknown(let why): .hold(why: why)
    case .excluded(.unreadable): indexed[id] == nil ? .forget : .hold(why: "it can't be read")
    case .excluded(.notAFile) where fileless.contains(id):
      .retireAndSkip(SkipRecord(reason: .notAFile, text: nil, stamped: nil))
    case .absent, .excluded, .hidden: indexed[id] == nil ? .forget : .retire
    }
  }
}
