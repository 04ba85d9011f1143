import FreshetCorpus
import FreshetStorage

/// A small world to store: documents whose passages and vectors follow from their texts.
enum StoredDocuments {
  static let space = EmbeddingSpace(model: "test", modelRevision: "1", dimension: 2, pooling: "none")
  static let otherSpace = EmbeddingSpace(model: "test", modelRevision: "2", dimension: 2, pooling: "none")

  static let start = Timestamp(nanoseconds: 1)

  static func texts(_ passages: [String]) -> [ContentAddress: NormalizedText] {
    let texts = passages.map { NormalizedText(normalizing: $0) }
    return Dictionary(texts.map { (ContentAddress(hashing: $0), $0) }) { first, _ in first }
  }

  static func address(_ passage: String) -> ContentAddress {
    ContentAddress(hashing: NormalizedText(normalizing: passage))
  }

  static func vectors(_ passages: [String]) -> [ContentAddress: UnitVector] {
    let pairs = passages.enumerated().map { index, passage in
      (address(passage), index % 2 == 0 ? [1, 0] : [0, 1] as [Float])
    }
    return Dictionary(pairs.compactMap { pair in UnitVector(pair.1).map { (pair.0, $0) } }) { first, _ in first }
  }

  static func manifest(
    _ path: String, _ passages: [String], title: String? = "A title",
    metadata: [String: String] = ["owner": "platform"],
    headings: (Int) -> [String] = { ["A title", "Part \($0)"] }, format: DocumentFormat = .markdown,
    space: EmbeddingSpace = space, stamped: StampedRevision? = nil
  ) -> Manifest {
    let bytes = Array(passages.joined(separator: "\n").utf8)
    return Manifest(
      document: DocumentID(path: path), revision: Revision(hashing: bytes),
      sizeInBytes: max(bytes.count, 10 * passages.count),
      format: format, space: space.id, chunker: "test/1", title: title, metadata: metadata,
      placements: passages.enumerated().map { index, passage in
        Placement(
          ordinal: index, bytes: index * 10..<index * 10 + 9, lines: LineRange(first: index + 1, last: index + 1),
          headingPath: headings(index), address: address(passage))
      }, stamped: stamped)
  }

  static func verified(_ nanoseconds: Int64) -> Verification {
    Verification(method: .contentHash, at: Timestamp(nanoseconds: nanoseconds))
  }

  /// Installs a document as the flow does: texts and vectors, then the manifest.
  static func install(
    _ path: String, _ passages: [String], title: String? = "A title",
    metadata: [String: String] = ["owner": "platform"],
    headings: (Int) -> [String] = { ["A title", "Part \($0)"] }, space: EmbeddingSpace = space, at now: Int64 = 1,
    _ writer: StoreWriter
  ) throws {
    try writer.activate(space)
    try writer.keep(texts(passages), at: start)
    try writer.keep(vectors(passages), in: space.id)
    _ = try writer.install(
      manifest(path, passages, title: title, metadata: metadata, headings: headings, space: space),
      over: try writer.reader.moment(), isMarked: false, verified: verified(now))
  }
}
