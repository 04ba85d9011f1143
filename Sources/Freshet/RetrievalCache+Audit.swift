internal import Coherence
public import Corpus
internal import Storage
internal import Watching

extension RetrievalCache {
  /// Compares every document of the source with what is served of it.
  ///
  /// - Parameter verifyingBytes: reads every file, whatever its stamp says, and checks every served passage: its text against
  ///   its address, its vector against its checksum, its byte range against the source. Without it, stamps that vouch are
  ///   believed, and only files that they don't vouch for are read.
  /// - Throws: `FreshetError.sourceUnreachable`, `StorageError`. Nothing is written.
  public func audit(verifyingBytes: Bool = false) throws -> AuditReport {
    try store.read { reader in
      let documents = try reader.documents()
      var inspection = AuditInspection(sources: sources, clock: clock, readsBytes: verifyingBytes)
      inspection.observeUnwatched(documents)
      for source in sources.all {
        try inspection.observe(try source.scan([], now: clock), of: source, documents, reader)
      }
      var conditions: [DocumentID: IndexedCondition] = [:]
      for document in documents {
        conditions[document.id] = IndexedCondition(
          revision: document.revision, space: document.space, isConflicted: document.siblings > 1,
          damage: verifyingBytes ? try inspection.damage(of: document, reader) : [])
      }
      return AuditReport(
        findings: StalenessAudit.findings(
          observed: inspection.observed, indexed: conditions, expected: embedder.space.id,
          attempts: try inspection.failedAttempts(reader)),
        skipped: inspection.skipped, space: embedder.space.id, auditedAt: clock(),
        token: try reader.token())
    }
  }
}

/// Collects what an audit compares: reads files and passages, judges nothing.
struct AuditInspection {
  let sources: SourceSet
  let clock: WallClock
  let readsBytes: Bool
  private(set) var observed: [DocumentID: Observation] = [:]
  private(set) var skipped: [SkipReason: Int] = [:]

  init(sources: SourceSet, clock: @escaping WallClock, readsBytes: Bool) {
    self.sources = sources
    self.clock = clock
    self.readsBytes = readsBytes
  }

  /// What has no source that could be looked at here.
  mutating func observeUnwatched(_ documents: [IndexedDocument]) {
    for document in documents {
      if document.id.source == DocumentID.pushed {
        observed[document.id] = .present(document.revision, by: .pushed)
      } else if document.verified.method == .replica {
        observed[document.id] = .unknown(why: EvidenceGatherer.sentByReplica)
      }
    }
  }

  /// What is known of the last attempts to index documents that failed.
  func failedAttempts(_ reader: StoreReader) throws -> [DocumentID: String] {
    let failed = try reader.pending().compactMap { row in
      row.failure.map { (row.id, row.isBuried ? "given up after \(row.attempts) attempts: \($0)" : $0) }
    }
    return Dictionary(uniqueKeysWithValues: failed)
  }

  mutating func observe(
    _ scan: ScanReport, of source: DirectorySource, _ documents: [IndexedDocument], _ reader: StoreReader
  ) throws {
    let documents = documents.filter { $0.id.source == source.name }
    let indexed = Dictionary(uniqueKeysWithValues: documents.map { ($0.id, $0) })
    let passedOver = try reader.passedOver()
    for (id, sighting) in source.sightings(in: scan) {
      observed[id] = try observation(id, sighting, indexed[id], passedOver[id], source)
    }
    let renumbered = source.renumberedDevices(in: scan, since: documents)
    for document in documents where observed[document.id] == nil {
      observed[document.id] = Observation(
        source.absence(of: document, document.id, in: scan, renumbered: renumbered))
    }
    for (id, observation) in observed where id.source == source.name {
      if case .excluded(let reason) = observation { skipped[reason, default: 0] += 1 }
    }
    let ignored = source.ignoredCount(in: scan)
    if ignored > 0 { skipped[.ignored, default: 0] += ignored }
  }

  private func observation(
    _ id: DocumentID, _ sighting: Sighting, _ document: IndexedDocument?,
    _ entry: PassedOverEntry?, _ source: DirectorySource
  ) throws -> Observation {
    guard case .file(let stamp) = sighting else {
      if case .passedOver(let reason) = sighting { return .excluded(reason) }
      return .absent
    }
    if !readsBytes, let document, document.stamped?.vouches(for: stamp) == true {
      return .present(document.revision, by: .stat)
    }
    if !readsBytes, let entry, entry.stamped?.vouches(for: stamp) == true {
      return .excluded(entry.reason)
    }
    return switch try source.read(id, lastSeen: document?.stamped?.stamp, now: clock).0 {
    case .revision(let stamped): .present(stamped.revision, by: .contentHash)
    case .passedOver(let entry): .excluded(entry.reason)
    case .unreadable(let why): .unknown(why: why)
    case .vanished: .absent
    case .unsettled: .unknown(why: "it was rewritten during every attempt to read it")
    }
  }

  /// What of a served document is no longer what was stored, in sentences.
  func damage(of document: IndexedDocument, _ reader: StoreReader) throws -> [String] {
    let bytes = try bytesIfUnchanged(document)
    var damage: [String] = []
    for placement in try reader.placements(of: document.id) {
      do {
        _ = try reader.text(at: placement.address)
        let isAwaited = try reader.isAwaited(placement.address, in: document.space)
        if try !isAwaited && reader.vector(at: placement.address, in: document.space) == nil {
          damage.append("passage \(placement.ordinal) has no vector")
        }
      } catch StorageError.damagedContent(_, let what) {
        damage.append("the \(what) of passage \(placement.ordinal) is not what was stored")
      }
      if let bytes, !Self.holds(bytes, placement) {
        damage.append("the source's bytes \(placement.bytes) are not passage \(placement.ordinal)")
      }
    }
    return damage
  }

  private func bytesIfUnchanged(_ document: IndexedDocument) throws -> [UInt8]? {
    guard let source = sources[document.id.source],
      case (.revision(let stamped), let bytes) = try source.read(
        document.id, lastSeen: document.stamped?.stamp, now: clock),
      stamped.revision == document.revision
    else { return nil }
    return bytes
  }

  private static func holds(_ bytes: [UInt8], _ placement: Placement) -> Bool {
    guard placement.bytes.upperBound <= bytes.count else { return false }
    let text = NormalizedText(normalizing: bytes[placement.bytes])
    return ContentAddress(hashing: text) == placement.address
  }
}

extension Observation {
  fileprivate init(_ absence: Absence) {
    switch absence {
    case .absent: self = .absent
    case .excluded(let reason): self = .excluded(reason)
    case .unknown(let why): self = .unknown(why: why)
    }
  }
}
