internal import FreshetChunking
internal import FreshetCorpus

enum Measures {
  /// Much like WordPiece: a long word is several tokens, a punctuation mark is one.
  @Sendable static func wordPieces(_ text: String) -> Int {
    var tokens = 0
    var length = 0
    for byte in text.utf8 {
      if byte >= 0x80 || byte.isWordByte {
        length += 1
        continue
      }
      if length > 0 { tokens += 1 + (length - 1) / 8 }
      length = 0
      if byte > 0x20 { tokens += 1 }
    }
    return length > 0 ? tokens + 1 + (length - 1) / 8 : tokens
  }

  @Sendable static func words(_ text: String) -> Int { text.split(whereSeparator: \.isWhitespace).count }

  @Sendable static func characters(_ text: String) -> Int { text.count }

  /// Not additive: the whole can count for far more than its parts, and line breaks cost the most.
  @Sendable static func nasty(_ text: String) -> Int {
    let lines = text.utf8.count { $0 == 0x0A }
    let bytes = text.utf8.count
    return bytes < 4 ? 1 : bytes / 4 + lines * lines + (bytes % 7 == 0 ? 5 : 0)
  }

  /// With sizes of one token every unit is a chunk of its own.
  @Sendable static func one(_ text: String) -> Int { 1 }
}

extension UInt8 {
  fileprivate var isWordByte: Bool { (0x30...0x39).contains(self) || (0x61...0x7A).contains(self | 0x20) }
}

/// The texts of the units that `text` parts into.
func units(of text: String, as format: DocumentFormat) -> [String] {
  let sizes = ChunkSizes(minimum: 1, target: 1, maximum: 1)
  let chunker = ContentDefinedChunker(sizes: sizes, measure: Measures.one)
  return chunker.part(Array(text.utf8), as: format).passages.map(\.text.string)
}

func part(_ text: String, as format: DocumentFormat) -> PartedDocument {
  ContentDefinedChunker(measure: Measures.wordPieces).part(Array(text.utf8), as: format)
}
