internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// The second stage of an audit: reads the files of documents whose stamp (size, times, inode) doesn't prove that they
/// are unchanged, and on request checks the stored data. It only collects facts; `StalenessAudit` judges them.
struct DocumentExamination: Sendable {
  let sources: SourceSet
  let views: [String: SourceView]
  let recipes: IndexingRecipes
  let clock: WallClock
  /// Whether to read and compare every file even if its stamp proves that it is unchanged, and to check every stored
  /// passage and vector against its hash.
  let readsBytes: Bool
  /// Passages whose stored vector differs from the embedder's vector for the same text. The values are the cosines of
  /// the two vectors.
  var foreignVectors: [ContentAddress: Double] = [:]

  struct Examined: Sendable {
    let verdict: DocumentVerdict?
    let difference: Difference?
    /// If the entry is skipped, the entry and the reason; nil for a document.
    let skipped: SkippedDocument?
  }

  /// The result of checking a document's file.
  private struct Look {
    let observation: Observation
    var stamp: FileStamp?
    /// The file's bytes, if the file was read and is text; otherwise empty.
    var bytes: [UInt8] = []
    /// The file format or text encoding of an entry that is skipped as `undecodable`; nil if unknown.
    var text: UnreadText?
  }

  /// Examines documents in batches on all cores. Each batch uses one read transaction.
  func examine(_ documents: [DocumentID], in store: Store) async throws -> [Examined] {
    let size = max(1, min(256, documents.count / 8))
    return try await withThrowingTaskGroup(of: (Int, [Examined]).self) { group in
      for start in stride(from: 0, to: documents.count, by: size) {
        let part = documents[start..<min(start + size, documents.count)]
        group.addTask {
          try Task.checkCancellation()
          return (start, try store.read { reader in try part.map { try examine($0, reader) } })
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.flatMap(\.1)
    }
  }

  private func examine(_ id: DocumentID, _ reader: StoreReader) throws -> Examined {
    let document = try reader.document(id)
    let look = try heldBack(try look(at: id, document, reader), document, reader)
    let skipped: SkippedDocument? =
      if case .excluded(let reason) = look.observation {
        SkippedDocument(document: id, reason: reason, text: look.text)
      } else {
        nil
      }
    let isMalformed = reader.leftOut.contains(.document(id))
    let (damage, damagedLines) =
      try readsBytes || isMalformed ? document.map { try self.damage(of: $0, look, reader) } ?? ([], []) : ([], [])
    let condition = document.map { document in
      IndexedCondition(
        revision: document.revision, recipe: IndexingRecipe(space: document.space, chunker: document.chunker),
        modifiedAt: document.stamped?.stamp.modified, isConflicted: document.siblings > 1, damage: damage)
    }
    let audit = StalenessAudit(expecting: recipes[id.source], attempts: try reader.failedAttempt(of: id))
    let verdict = audit.verdict(on: id, look.observation, condition)
    var difference = try verdict.flatMap { try self.difference(of: $0, look, reader) }
    if verdict?.state == .damaged { difference?.servedLines = damagedLines }
    return Examined(verdict: verdict, difference: difference, skipped: skipped)
  }

  /// Replaces a difference by "unknown" if the document's removal is held back until a person decides.
  private func heldBack(_ look: Look, _ document: IndexedDocument?, _ reader: StoreReader) throws -> Look {
    guard let document, let why = try reader.marked(document.id)?.heldBack else { return look }
    if case .present(document.revision, _) = look.observation { return look }
    if look.observation == .hidden { return look }
    return Look(observation: .unknown(why: why))
  }

  private func look(at id: DocumentID, _ document: IndexedDocument?, _ reader: StoreReader) throws -> Look {
    if id.source == DocumentID.pushed, let document {
      return Look(observation: .present(document.revision, by: .pushed))
    }
    if document?.verified.method == .replica { return Look(observation: .unknown(why: EvidenceGatherer.sentByReplica)) }
    guard let view = views[id.source] else {
      return Look(observation: .unknown(why: "no folder is known for the source \(id.source)"))
    }
    switch view.sighting(of: id) {
    case .file(let stamp, _)?: return try look(at: id, stamp, document, view, reader)
    case .skipped(.notAFile)? where document != nil: return try lookForMissing(id, document, view)
    case .skipped(let reason)?: return Look(observation: .excluded(reason))
    case .refused(let why)?: return Look(observation: .unknown(why: why))
    case nil: return try lookForMissing(id, document, view)
    }
  }

  private func look(
    at id: DocumentID, _ stamp: FileStamp, _ document: IndexedDocument?, _ view: SourceView, _ reader: StoreReader
  ) throws -> Look {
    if !readsBytes, let document, document.stamped?.vouches(for: stamp) == true {
      return Look(observation: .present(document.revision, by: .stat), stamp: stamp)
    }
    if !readsBytes, document == nil, let entry = try reader.skips(id), entry.stamped?.vouches(for: stamp) == true {
      return Look(observation: .excluded(entry.reason), text: entry.text)
    }
    return try read(id, document, view)
  }

  /// Examines a document for which the scan found no regular file. The file may have been created since the scan.
  private func lookForMissing(_ id: DocumentID, _ document: IndexedDocument?, _ view: SourceView) throws -> Look {
    switch view.absence(of: document, id) {
    case .excluded(let reason): return Look(observation: .excluded(reason))
    case .hidden: return Look(observation: .hidden)
    case .unknown(let why) where document != nil: return Look(observation: .unknown(why: why))
    case .absent, .unknown: break
    }
    if case .present = view.source.directory.probe(id.path) { return try read(id, document, view) }
    return Look(observation: .absent)
  }

  /// Reads a document's file. If the system refuses to read it, a served document's state is unknown, and any other
  /// file counts as skipped (decision 0004).
  private func read(_ id: DocumentID, _ document: IndexedDocument?, _ view: SourceView) throws -> Look {
    let (reading, bytes) = try view.source.read(id, lastSeen: document?.stamped, now: clock)
    switch reading {
    case .revision(let stamped):
      return Look(observation: .present(stamped.revision, by: .contentHash), stamp: stamped.stamp, bytes: bytes)
    case .skipped(let entry): return Look(observation: .excluded(entry.reason), text: entry.text)
    case .unreadable where document == nil: return Look(observation: .excluded(.unreadable))
    case .unreadable(let why), .refused(let why): return Look(observation: .unknown(why: why))
    case .vanished: return Look(observation: .absent)
    case .rewritten: return Look(observation: .unknown(why: "it was rewritten during every attempt to read it"))
    }
  }
}

/// Finds damaged stored data, and differences between documents and their files.
extension DocumentExamination {
  /// Describes the damage in a served document's stored data in sentences, and returns the line ranges of the damaged
  /// passages.
  private func damage(
    of document: IndexedDocument, _ look: Look, _ reader: StoreReader
  ) throws -> (sentences: [String], lines: [LineRange]) {
    var bytes: [UInt8]?
    if case .present(document.revision, .contentHash) = look.observation { bytes = look.bytes }
    var (damage, lines): ([String], [LineRange]) = (try reader.damage(ofRow: document.id), [])
    for passage in try reader.storedPassages(of: document.id, in: bytes) {
      let found = Self.damage(of: passage) + foreignVector(of: passage)
      damage += found
      if !found.isEmpty { lines.append(passage.lines) }
    }
    return (damage, lines)
  }

  private func foreignVector(of passage: StoredPassage) -> [String] {
    guard passage.vector == .sound, let cosine = passage.address.flatMap({ foreignVectors[$0] }) else { return [] }
    return ["the vector of passage \(passage.ordinal) differs from the embedder's (cosine \(Float(cosine)))"]
  }

  private static func damage(of passage: StoredPassage) -> [String] {
    let ordinal = passage.ordinal
    var damage: [String] = []
    if !passage.isTextSound { damage.append("the text of passage \(ordinal) doesn't match its hash") }
    switch passage.vector {
    case .damaged: damage.append("the vector of passage \(ordinal) doesn't match its checksum")
    case .missing: damage.append("passage \(ordinal) has no vector")
    case .sound, .awaited: break
    }
    if !passage.isPlaceSound { damage.append("the recorded place of passage \(ordinal) is malformed") }
    if passage.isInSource == false {
      damage.append("the file's bytes \(passage.bytes) are not the text of passage \(ordinal)")
    }
    return damage
  }

  /// How a document differs from its file, and since when; nil if the document is fresh.
  private func difference(of verdict: DocumentVerdict, _ look: Look, _ reader: StoreReader) throws -> Difference? {
    if verdict.state == .fresh { return nil }
    let id = verdict.document
    let recorded = RecordedDivergence(try reader.divergence(of: id))
    var difference = Difference(inStepAt: recorded.inStepAt)
    guard verdict.state.isOutOfStep || verdict.state == .drifted else { return difference }
    if verdict.state.isOutOfStep {
      let folder = sources[id.source]?.directory
      difference.since = Divergence.began(
        stamp: look.stamp, folderChangedAt: look.stamp == nil ? folder?.folderChangedAt(above: id.path) : nil,
        observedAt: recorded.observedAt, inStepAt: recorded.inStepAt, now: clock())
    }
    if verdict.indexed == verdict.source { return difference }
    let lines = DifferingLines(served: try passages(of: id, reader), source: look.bytes)
    (difference.servedLines, difference.sourceLines) = (lines.served, lines.source)
    return difference
  }

  private func passages(of id: DocumentID, _ reader: StoreReader) throws -> [(LineRange, String)] {
    try reader.placements(of: id).map { ($0.lines, try reader.soundText(at: $0.address)?.string ?? "") }
  }
}
