package import FreshetCorpus

/// What a scan found at a path from file metadata alone, before reading any content.
package enum Sighting: Hashable, Sendable {
  /// A file, and the mounted file systems on its path if they are known.
  case file(FileStamp, on: DocumentMounts? = nil)
  case skipped(SkipReason)
  /// The storage device or file server did not respond; the file may be intact.
  case refused(why: String)

  /// The size of the file in bytes; 0 if the scan found no file.
  package var sizeInBytes: Int64 {
    if case .file(let stamp, _) = self { stamp.sizeInBytes } else { 0 }
  }
}

/// The result of reading a file.
package enum SourceReading: Hashable, Sendable {
  case revision(StampedRevision)
  case skipped(SkipRecord)
  case unreadable(why: String)
  /// The storage device or file server did not respond, or the error proves nothing. The file may be intact, so the
  /// read is retried.
  case refused(why: String)
  /// The file was gone when Freshet tried to read it.
  case vanished
  /// A program rewrote the file during every attempt to read it, so that no consistent content was read.
  case rewritten
}

/// What a finished scan proves about a document that it didn't find.
package enum Absence: Hashable, Sendable {
  case absent
  case excluded(SkipReason)
  /// The name of the document, or of a folder above it, is hidden or secret-like, and neither an `include` pattern nor
  /// a path argument names it explicitly.
  case hidden
  case unknown(why: String)
}

/// What Freshet must do with one document so that the index matches the source.
package enum ReconciliationAction: Hashable, Sendable {
  /// Do nothing now: the file stamp (size, times, inode) proves that the indexed revision is current, or `conclude`
  /// decides about the document at the end of the scan.
  case keep
  /// Do nothing: an earlier scan skipped the entry, and the entry hasn't changed since.
  case keepSkipped(SkipReason)
  /// Mark the document as changed, durably, then read it.
  case markAndRead
  /// The indexed bytes are still current: record the file's new stamp or new mounts only.
  case confirm(StampedRevision)
  /// The bytes are new, or the recipe (embedding space and chunker) has changed: chunk, embed and install the bytes.
  case refresh(StampedRevision)
  /// Stop serving the document: it is proven gone from the source, or the source's rules now exclude it.
  case retire
  /// Stop serving the document, and record that the entry at its path is skipped.
  case retireAndSkip(SkipRecord)
  case skip(SkipRecord)
  /// The scan proves nothing about the document: keep serving it unchanged, and count it as failed.
  case hold(why: String)
  /// Keep serving the document although it seems gone: the scan would remove too many documents at once, so a person
  /// must confirm the loss (see `DeletionGuard`).
  case holdBack(why: String)
  /// Delete the document's journal mark, or the record that the entry was skipped: the document isn't served, and it is
  /// gone or excluded.
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

  /// Why the action skips the entry; nil if it doesn't.
  package var skipReason: SkipReason? {
    switch self {
    case .retireAndSkip(let entry), .skip(let entry): entry.reason
    case .keepSkipped(let reason): reason
    default: nil
    }
  }
}

/// How Freshet indexes documents: the embedding space and the chunker. When the recipe changes, unchanged documents
/// must be indexed again, too.
package struct IndexingRecipe: Hashable, Sendable {
  package let space: SpaceID
  package let chunker: String

  package init(space: SpaceID, chunker: String) {
    self.space = space
    self.chunker = chunker
  }
}

/// The recipes of all sources.
package struct IndexingRecipes: Hashable, Sendable {
  package let space: SpaceID
  /// The chunkers by source.
  package let chunkers: [String: String]
  /// The chunker of other sources.
  package let standard: String

  package init(space: SpaceID, chunkers: [String: String], standard: String) {
    self.space = space
    self.chunkers = chunkers
    self.standard = standard
  }

  package subscript(source: String) -> IndexingRecipe {
    IndexingRecipe(space: space, chunker: chunkers[source] ?? standard)
  }
}

/// Decides for each document how to make the index match the source, after a scan of the whole source or a part of it.
///
/// A document counts as unchanged only if its bytes are unchanged, or if its file's stamp proves this
/// (`StampedRevision.vouches`). A served document is retired only on evidence that it is gone; one that can't be read
/// or listed stays served. Call `look` once for each path found, `decide` for each path read, and `conclude` once at
/// the end.
///
/// A symbolic link without a target doesn't prove that a document is gone: the target may be unmounted. So if the name
/// of a served document no longer leads to a file, `conclude` decides as if the scan had not found the name.
package struct Reconciliation {
  private let recipe: IndexingRecipe
  private let indexed: [DocumentID: IndexedDocument]
  private let marked: Set<DocumentID>
  private let skips: [DocumentID: SkipRecord]
  private let believesStamps: Bool
  private var seen: Set<DocumentID> = []
  /// Served documents whose names exist but no longer lead to a file.
  private var fileless: Set<DocumentID> = []

  /// Begins a reconciliation of a source with what the store contains.
  ///
  /// - Parameters:
  ///   - indexed: the served documents.
  ///   - marked: the documents that the journal marks as possibly changed; they are read even if their stamp matches.
  ///   - skips: the entries that earlier scans skipped.
  ///   - recipe: how Freshet indexes documents now.
  ///   - believesStamps: false to read and install every document again, even if its stamp and revision are unchanged.
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

  /// Returns what to do about a path that the scan found, and remembers that the scan found it.
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

  /// Returns what to do about a document that was read.
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

  /// Returns what to do about each known document in `scope` that the scan didn't find, or whose name no longer leads
  /// to a file.
  ///
  /// - Parameters:
  ///   - scope: returns whether the scan covered a document.
  ///   - absence: returns what the scan proves about a document that it didn't find.
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

  /// Returns what to do about a document that can't be read: hold it if it is served, because an unreadable file isn't
  /// proven gone; otherwise skip it.
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
