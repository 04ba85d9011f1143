internal import Coherence
internal import Corpus
internal import Storage
internal import Watching

/// Collects what an audit compares: looks at sources, reads files and passages, judges nothing.
struct AuditInspection {
  let sources: SourceSet
  let clock: WallClock
  let readsBytes: Bool
  let documents: [DocumentID: IndexedDocument]
  private(set) var observed: [DocumentID: Observation] = [:]
  private(set) var stamps: [DocumentID: FileStamp] = [:]
  private(set) var skipped: [SkipReason: Int] = [:]

  init(sources: SourceSet, documents: [IndexedDocument], clock: @escaping WallClock, readsBytes: Bool) {
    self.sources = sources
    self.clock = clock
    self.readsBytes = readsBytes
    self.documents = Dictionary(uniqueKeysWithValues: documents.map { ($0.id, $0) })
    observed.reserveCapacity(documents.count)
  }

  /// What has no source that could be looked at here.
  mutating func observeUnwatched() {
    for (id, document) in documents {
      if id.source == DocumentID.pushed {
        observed[id] = .present(document.revision, by: .pushed)
      } else if document.verified.method == .replica {
        observed[id] = .unknown(why: EvidenceGatherer.sentByReplica)
      }
    }
  }

  mutating func observe(
    _ scan: ScanReport, of source: DirectorySource, passedOver: [DocumentID: PassedOverEntry]
  ) throws {
    for (id, sighting) in source.sightings(in: scan) {
      if case .file(let stamp) = sighting, documents[id]?.stamped?.stamp != stamp { stamps[id] = stamp }
      observed[id] = try observation(id, sighting, passedOver[id], source)
    }
    let own = documents.values.filter { $0.id.source == source.name }
    let renumbered = source.renumberedDevices(in: scan, since: own)
    for document in own where observed[document.id] == nil {
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
    _ id: DocumentID, _ sighting: Sighting, _ entry: PassedOverEntry?, _ source: DirectorySource
  ) throws -> Observation {
    let document = documents[id]
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

  /// What of a served document is no longer what was stored, in sentences, and the lines of the passages concerned.
  func damage(of document: IndexedDocument, _ reader: StoreReader) throws -> (sentences: [String], lines: [LineRange]) {
    let bytes = try bytesIfUnchanged(document)
    var (damage, lines): ([String], [LineRange]) = ([], [])
    for placement in try reader.placements(of: document.id) {
      let found = try Self.damage(of: placement, document, bytes, reader)
      damage += found
      if !found.isEmpty { lines.append(placement.lines) }
    }
    return (damage, lines)
  }

  private static func damage(
    of placement: Placement, _ document: IndexedDocument, _ bytes: [UInt8]?, _ reader: StoreReader
  ) throws -> [String] {
    var damage: [String] = []
    do {
      _ = try reader.text(at: placement.address)
      let isAwaited = try reader.isAwaited(placement.address, in: document.space)
      if try !isAwaited && reader.vector(at: placement.address, in: document.space) == nil {
        damage.append("passage \(placement.ordinal) has no vector")
      }
    } catch StorageError.damagedContent(_, let what) {
      damage.append("the \(what) of passage \(placement.ordinal) is not what was stored")
    }
    if let bytes, !holds(bytes, placement) {
      damage.append("the source's bytes \(placement.bytes) are not passage \(placement.ordinal)")
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

  /// In what a document that is out of step differs, and since when.
  func difference(of verdict: DocumentVerdict, _ reader: StoreReader) throws -> Difference {
    let id = verdict.document
    let divergence = RecordedDivergence(try reader.divergence(of: id))
    var difference = Difference(inStepAt: divergence.inStepAt)
    guard verdict.state.isOutOfStep || verdict.state == .drifted else { return difference }
    let source = sources[id.source]
    if verdict.state.isOutOfStep {
      difference.since = Divergence.began(
        stamp: stamps[id],
        folderChangedAt: verdict.source == nil ? source?.directory.folderChangedAt(above: id.path) : nil,
        observedAt: divergence.observedAt, inStepAt: divergence.inStepAt, now: clock())
    }
    let bytes = verdict.source == nil ? [] : try source?.read(id, lastSeen: nil, now: clock).bytes ?? []
    let compared = DifferingLines(served: try passages(of: id, reader), source: bytes)
    (difference.servedLines, difference.sourceLines) = (compared.served, compared.source)
    return difference
  }

  private func passages(of id: DocumentID, _ reader: StoreReader) throws -> [(LineRange, String)] {
    try reader.placements(of: id).map { placement in
      do {
        return (placement.lines, try reader.text(at: placement.address).string)
      } catch StorageError.damagedContent {
        return (placement.lines, "")
      }
    }
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
