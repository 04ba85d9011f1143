internal import FreshetCorpus
internal import FreshetStorage

/// Copies the documents that a store served right after one of its changes into an empty store.
///
/// Versions keep their ids and version vectors, and passages keep their addresses (hashes). So certificates of hits in
/// the copy identify documents in the same way as certificates from the original store.
struct StateCopy {
  private let reader: StoreReader
  private let writer: StoreWriter
  private let space: EmbeddingSpace
  /// The passages that were copied already. A passage that occurs in several documents is copied once.
  private var copied: Set<ContentAddress> = []
  /// Damaged passages, whose text doesn't match its hash. The copy leaves them out.
  private var lost: Set<ContentAddress> = []

  init(from reader: StoreReader, to writer: StoreWriter, in space: EmbeddingSpace) {
    self.reader = reader
    self.writer = writer
    self.space = space
  }

  mutating func copy(at sequence: Int64) throws {
    try writer.activate(space)
    let seen = try reader.versionVectors(at: sequence)
    let own = try reader.identity().replica
    for (id, versions) in try served(at: sequence) {
      try copy(versions, of: id, seen[id] ?? VersionVector(), verified: try verification(of: versions[0], id, own))
    }
  }

  /// The documents that were served right after change number `sequence`, each with the versions that were served (at
  /// least one).
  private func served(at sequence: Int64) throws -> [(DocumentID, [KeptVersion])] {
    var documents: [(DocumentID, [KeptVersion])] = []
    try reader.versionsServed(at: sequence) { id, version in
      if documents.last?.0 == id {
        documents[documents.count - 1].1.append(version)
      } else {
        documents.append((id, [version]))
      }
    }
    return documents
  }

  private mutating func copy(
    _ kept: [KeptVersion], of id: DocumentID, _ seen: VersionVector, verified: Verification
  ) throws {
    let contents = kept.compactMap(\.version.content)
    try copyPassages(contents.flatMap { $0.placements.map(\.address) }, at: verified.at)
    // Copy the whole texts of conflicting versions, because answers contain them.
    for content in contents where contents.count > 1 {
      if let bytes = try reader.blob(of: content.revision) { try writer.keep(blob: bytes, of: content.revision) }
    }
    let versions = kept.map { $0.version.without(lost) }
    try writer.reproduce(versions, of: id, context: seen, in: space.id, verified: verified)
  }

  private mutating func copyPassages(_ addresses: [ContentAddress], at now: Timestamp) throws {
    var texts: [ContentAddress: NormalizedText] = [:]
    var vectors: [ContentAddress: UnitVector] = [:]
    for address in addresses where copied.insert(address).inserted {
      guard let text = try reader.soundText(at: address) else {
        lost.insert(address)
        continue
      }
      texts[address] = text
      vectors[address] = try soundVector(at: address)
    }
    try writer.keep(texts, at: now)
    let unknown = try reader.unknown(among: vectors.keys, in: space.id)
    try writer.keep(vectors, unknown: unknown, in: space.id)
  }

  /// A passage's vector. Nil if the vector is missing or damaged; in the copy, the passage then awaits its vector.
  private func soundVector(at address: ContentAddress) throws -> UnitVector? {
    do {
      return try reader.vector(at: address, in: space.id)
    } catch StorageError.damagedContent {
      return nil
    }
  }

  /// How and when a version was verified. The store records only a document's last verification, so this method infers
  /// it from the replica that wrote the version.
  private func verification(of version: KeptVersion, _ id: DocumentID, _ own: ReplicaID) throws -> Verification {
    let at = try version.servedFrom.flatMap { try reader.change($0)?.at }
    let method: Verification.Method =
      id.source == DocumentID.pushed ? .pushed : version.version.dot.replica == own ? .contentHash : .replica
    return Verification(method: method, at: at ?? version.version.stamp.timestamp)
  }
}

extension DocumentVersion {
  fileprivate func without(_ lost: Set<ContentAddress>) -> DocumentVersion {
    guard let content, content.placements.contains(where: { lost.contains($0.address) }) else { return self }
    let placements = content.placements.filter { !lost.contains($0.address) }
    return DocumentVersion(
      dot: dot, stamp: stamp,
      content: VersionContent(
        revision: content.revision, sizeInBytes: content.sizeInBytes, format: content.format,
        chunker: content.chunker, title: content.title, metadata: content.metadata,
        placements: placements.enumerated().map { $1.numbered($0) }, opaqueBytes: content.opaqueBytes))
  }
}
