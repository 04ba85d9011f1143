internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// Texts and vectors that another store sent. Each text matches the hash under which it was sent.
struct Arrival: Sendable {
  private(set) var texts: [ContentAddress: NormalizedText] = [:]
  private(set) var vectors: [ContentAddress: UnitVector] = [:]
  /// The addresses in `vectors` whose text is mostly outside the embedder's vocabulary. The sending store claims this;
  /// `VectorCheck` corrects it for the passages that it embeds again.
  var unknown: Set<ContentAddress>
  /// The addresses in `vectors` for which this store's embedder computed the same vector.
  var checked: Set<ContentAddress> = []
  private(set) var blobs: [Revision: [UInt8]] = [:]

  /// Decodes and checks received texts and vectors.
  ///
  /// - Parameters:
  ///   - space: the embedding space that both stores use. If nil, they use different spaces, and a received vector is
  ///     an error.
  ///   - parted: collects the chunks of a long pushed text across messages, and returns the whole text when the last
  ///     chunk arrives.
  /// - Throws: `ExchangeLie` (a protocol violation of the other store) if a text doesn't match its hash, or a vector is
  ///   malformed.
  init(_ contents: Contents, in space: EmbeddingSpace?, _ parted: inout PartedText) throws {
    unknown = contents.unknown
    for (address, bytes) in contents.texts {
      guard let string = String(validating: bytes, as: UTF8.self), !bytes.contains(0),
        ContentAddress(hashing: NormalizedText(stored: string)) == address
      else { throw ExchangeLie("a text of passage \(address) that doesn't match its hash") }
      texts[address] = NormalizedText(stored: string)
    }
    for (address, bytes) in contents.vectors {
      guard let space, let vector = Self.vector(bytes, space.dimension) else {
        throw ExchangeLie("a malformed vector of passage \(address)")
      }
      vectors[address] = vector
    }
    for (revision, part) in contents.blobs {
      guard part.isWhole || contents.count == 1 else {
        throw ExchangeLie("a chunk of a text that must come alone, together with other contents")
      }
      guard let text = try parted.add(part, of: revision) else { continue }
      guard Revision(hashing: text) == revision else {
        throw ExchangeLie("a text of revision \(revision) that doesn't match its hash")
      }
      blobs[revision] = text
    }
  }

  /// Decodes a received vector. Nil if it has the wrong number of components, contains NaN or infinity, or hasn't
  /// length 1.
  private static func vector(_ bytes: [UInt8], _ dimension: Int) -> UnitVector? {
    guard bytes.count == 4 * dimension else { return nil }
    return bytes.withUnsafeBytes { bytes in
      UnitVector((0..<dimension).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) })
    }
  }
}
