/// BERT's uncased WordPiece tokenizer, which converts text to token ids. It gives exactly the same ids as
/// huggingface/tokenizers.
///
/// Words are split greedily, longest piece first (Schuster and Nakajima, ICASSP 2012; Devlin et al., NAACL 2019). A
/// word that can't be composed of pieces, or that has more than 100 scalars, becomes one [UNK]. If a text contains the
/// literal name of a special token, such as "[SEP]", it becomes this token, as in huggingface/tokenizers.
struct WordPieceTokenizer: Sendable {
  let classification: Int32
  let separator: Int32
  let unknown: Int32
  private let vocabulary: Vocabulary
  private let specials: [(literal: [UInt8], id: Int32)]

  init(file: MappedFile, pieceCount: Int) throws(EmbeddingError) {
    do throws(ModelDamage) {
      let vocabulary = Vocabulary(lines: Array(file.bytes))
      guard vocabulary.count == pieceCount else {
        throw .vocabularyOfOtherSize(count: vocabulary.count, expected: pieceCount)
      }
      try self.init(vocabulary: vocabulary)
    } catch {
      throw .modelDamaged(path: file.path, why: error)
    }
  }

  init(vocabulary: Vocabulary) throws(ModelDamage) {
    func id(_ piece: String) throws(ModelDamage) -> Int32 {
      guard let id = vocabulary.id(of: piece) else { throw .vocabularyWithout(piece: piece) }
      return id
    }
    self.vocabulary = vocabulary
    unknown = try id("[UNK]")
    classification = try id("[CLS]")
    separator = try id("[SEP]")
    var specials: [(literal: [UInt8], id: Int32)] = []
    for name in ["[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]"] {
      specials.append((Array(name.utf8), try id(name)))
    }
    self.specials = specials
  }

  /// Returns the token ids of `text`, without [CLS] and [SEP] at the ends.
  ///
  /// - Complexity: O(*n* · *l*) for *n* bytes, where *l* is the length of the longest piece (18 bytes).
  func pieces(of text: String) -> [Int32] {
    var writer = PieceWriter(vocabulary: vocabulary, unknown: unknown)
    var plainStart = text.startIndex
    var index = text.startIndex
    while let bracket = text.utf8[index...].firstIndex(of: UInt8(ascii: "[")) {
      index = text.utf8.index(after: bracket)
      guard let special = specials.first(where: { text.utf8[bracket...].starts(with: $0.literal) })
      else { continue }
      writer.write(text[plainStart..<bracket])
      writer.write(special.id)
      index = text.utf8.index(bracket, offsetBy: special.literal.count)
      plainStart = index
    }
    writer.write(text[plainStart...])
    return writer.ids
  }

  /// Splits token ids into windows of at most `limit` ids. A window ends between words, or inside a word only if the
  /// word alone has more than `limit` ids.
  func windows(of pieces: [Int32], limit: Int) -> [ArraySlice<Int32>] {
    var windows: [ArraySlice<Int32>] = []
    var rest = pieces[...]
    while rest.count > limit {
      let end = rest.startIndex + limit
      let wordStart = (rest.startIndex + 1...end).last { vocabulary.startsWord(pieces[$0]) } ?? end
      windows.append(rest[..<wordStart])
      rest = rest[wordStart...]
    }
    windows.append(rest)
    return windows
  }
}

/// Collects scalars into words, and converts each word to ids.
private struct PieceWriter {
  private static let longestWord = 100

  let vocabulary: Vocabulary
  let unknown: Int32
  private(set) var ids: [Int32] = []
  private var word: [UInt8] = []
  private var scalarsInWord = 0

  init(vocabulary: Vocabulary, unknown: Int32) {
    self.vocabulary = vocabulary
    self.unknown = unknown
  }

  mutating func write(_ id: Int32) {
    ids.append(id)
  }

  mutating func write(_ text: Substring) {
    if text.utf8.allSatisfy({ $0 < 0x80 }) {
      for byte in text.utf8 { takeASCII(byte) }
    } else {
      for scalar in BertNormalizer.cleaned(text) { take(scalar) }
    }
    finishWord()
  }

  private mutating func take(_ scalar: Unicode.Scalar) {
    if scalar.isASCII { return takeASCII(UInt8(scalar.value)) }
    for folded in BertNormalizer.folded(scalar) {
      let standsAlone = folded.isBertPunctuation || folded.isBertIdeograph
      if standsAlone { finishWord() }
      word.append(contentsOf: UTF8.encode(folded)!)  // every scalar has a UTF-8 form
      scalarsInWord += 1
      if standsAlone { finishWord() }
    }
  }

  /// Adds an ASCII letter (in lower case) or digit to the current word. White space ends the word, a control character
  /// is ignored, and any other byte becomes a word of its own.
  private mutating func takeASCII(_ byte: UInt8) {
    switch byte {
    case 0x09, 0x0A, 0x0D, 0x20: finishWord()
    case 0..<0x20, 0x7F: break
    case 0x41...0x5A: append(byte | 0x20)
    case 0x30...0x39, 0x61...0x7A: append(byte)
    default:
      finishWord()
      append(byte)
      finishWord()
    }
  }

  private mutating func append(_ byte: UInt8) {
    word.append(byte)
    scalarsInWord += 1
  }

  private mutating func finishWord() {
    guard !word.isEmpty else { return }
    defer {
      word.removeAll(keepingCapacity: true)
      scalarsInWord = 0
    }
    let mark = ids.count
    var start = 0
    while scalarsInWord <= Self.longestWord, start < word.count {
      guard let piece = vocabulary.longestPiece(at: start, in: word, continuing: start > 0) else { break }
      ids.append(piece.id)
      start += piece.length
    }
    if start < word.count {
      ids.replaceSubrange(mark..., with: [unknown])
    }
  }
}
