internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// Received contents. Each one matches its address.
struct Arrival: Sendable {
  private(set) var texts: [ContentAddress: NormalizedText] = [:]
  private(set) var vectors: [ContentAddress: UnitVector] = [:]
  /// The addresses in `vectors` whose text is mostly outside the vocabulary. At first this is the sending store's
  /// claim.
  var unknown: Set<ContentAddress>
  /// The addresses in `vectors` for which this store's embedder gave the same vector.
  var checked: Set<ContentAddress> = []
  private(set) var blobs: [Revision: [UInt8]] = [:]

  /// - Parameters:
  ///   - space: the embedding space of both stores; nil if they share none. Then no vector may come.
  ///   - parted: collects the parts of a pushed text, and returns the whole text with the last one.
  /// - Throws: `ExchangeLie`.
  init(_ contents: Contents, in space: EmbeddingSpace?, _ parted: inout PartedText) throws {
    unknown = contents.unknown
    for (address, bytes) in contents.texts {
      guard let string = String(validating: bytes, as: UTF8.self), !bytes.contains(0),
        ContentAddress(hashing: NormalizedText(stored: string)) == address
      else { throw Self.lie("the text of passage \(address)") }
      texts[address] = NormalizedText(stored: string)
    }
    for (address, bytes) in contents.vectors {
      guard let space, let vector = Self.vector(bytes, space.dimension) else {
        throw Self.lie("the vector of passage \(address)")
      }
      vectors[address] = vector
    }
    for (revision, part) in contents.blobs {
      guard part.isWhole || contents.count == 1 else { throw ExchangeLie("a part of a text among other contents") }
      guard let text = try parted.add(part, of: revision) else { continue }
      guard Revision(hashing: text) == revision else { throw Self.lie("the text of revision \(revision)") }
      blobs[revision] = text
    }
  }

  /// A received vector. Nil for a wrong number of components, NaN, infinity, or a length other than 1.
  private static func vector(_ bytes: [UInt8], _ dimension: Int) -> UnitVector? {
    guard bytes.count == 4 * dimension else { return nil }
    return bytes.withUnsafeBytes { bytes in
      UnitVector((0..<dimension).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) })
    }
  }

  private static func lie(_ what: String) -> ExchangeLie { ExchangeLie("\(what) isn't what its address says") }
}
