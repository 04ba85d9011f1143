internal import FreshetChunking
internal import FreshetCoherence
internal import FreshetCorpus

/// A document's text, split into passages with their addresses (hashes). Contains all that is needed to serve the
/// document, except the vectors.
struct PartedFile: Sendable {
  let install: PreparedInstall

  init(
    _ bytes: [UInt8], of id: DocumentID, format: DocumentFormat, revision: Revision,
    stamped: StampedRevision?, metadata: [String: String] = [:], chunker: ContentDefinedChunker,
    space: SpaceID
  ) {
    let parted = chunker.part(bytes, as: format, named: id.path)
    let addresses = parted.passages.map { ContentAddress(hashing: $0.text) }
    let placements = zip(parted.passages, addresses).enumerated().map { ordinal, pair in
      Placement(
        ordinal: ordinal, bytes: pair.0.bytes, lines: pair.0.lines,
        headingPath: pair.0.headingPath, columns: pair.0.columns, address: pair.1)
    }
    let manifest = Manifest(
      document: id, revision: revision, sizeInBytes: bytes.count, format: format, space: space,
      chunker: chunker.identity, title: parted.title,
      metadata: parted.metadata.merging(metadata) { $1 }, placements: placements,
      opaqueBytes: parted.opaqueBytes, stamped: stamped)
    let texts = Dictionary(zip(addresses, parted.passages.map(\.text))) { first, _ in first }
    install = PreparedInstall(manifest: manifest, texts: texts)
  }
}
