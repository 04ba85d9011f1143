internal import Foundation

/// Splits a text into words and runs of punctuation, case-folded and in Unicode normalization form NFC.
///
/// A word is a run of letters, marks, numbers and underscores. Each ideograph is a word of its own, so that two
/// adjacent ones form a pair of words, the usual unit for scripts without spaces between words. A run of other
/// characters is one token, too, so that emoji and operators can be found. Control and format characters are dropped.
/// The text is processed by Unicode scalars, not by grapheme clusters.
struct LexicalTokens {
  private(set) var tokens: [[Unicode.Scalar]] = []
  private(set) var count = 0
  /// Whether to keep the tokens, or only to count them.
  private let keepsTokens: Bool
  private var current: [Unicode.Scalar] = []
  private var currentClass = ScalarClass.blank

  init(of text: String) {
    keepsTokens = true
    scan(text)
  }

  /// Returns the number of tokens in the text, without storing the tokens.
  static func count(in text: String) -> Int { LexicalTokens(counting: text).count }

  private init(counting text: String) {
    keepsTokens = false
    scan(text)
  }

  /// Finds the tokens of the text. The text is split at ASCII blanks first, and each part is folded alone, because
  /// neither case folding nor NFC depends on characters beyond a blank. Most parts are ASCII; a table gives their
  /// folded form.
  private mutating func scan(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var place = 0
      while place < bytes.count {
        if ASCIIFold.table[Int(bytes[place])].scalarClass == .blank {
          finishToken()
          place += 1
          continue
        }
        var (end, isASCII) = (place, true)
        while end < bytes.count, ASCIIFold.table[Int(bytes[end])].scalarClass != .blank {
          isASCII = isASCII && bytes[end] < 0x80
          end += 1
        }
        let run = UnsafeBufferPointer(rebasing: bytes[place..<end])
        if isASCII { takeASCII(run) } else { takeFolded(run) }
        place = end
      }
    }
    finishToken()
  }

  private mutating func takeASCII(_ bytes: UnsafeBufferPointer<UInt8>) {
    for byte in bytes {
      let fold = ASCIIFold.table[Int(byte)]
      take(fold.scalar, fold.scalarClass)
    }
  }

  private mutating func takeFolded(_ bytes: UnsafeBufferPointer<UInt8>) {
    let folded = Self.folded(String(decoding: bytes, as: UTF8.self))
    for scalar in folded.unicodeScalars { take(scalar, ScalarClass(scalar)) }
  }

  /// Returns the text converted to upper and then to lower case, scalar by scalar and so independently of context: ß
  /// becomes ss, and ς becomes σ.
  fileprivate static func folded(_ text: String) -> String {
    let upper = text.unicodeScalars.map(\.properties.uppercaseMapping).joined()
    let folded = upper.unicodeScalars.map(\.properties.lowercaseMapping).joined()
    return folded.precomposedStringWithCanonicalMapping
  }

  private mutating func take(_ scalar: Unicode.Scalar, _ scalarClass: ScalarClass) {
    if scalarClass == .ignored { return }
    if scalarClass != currentClass || scalarClass == .ideograph { finishToken() }
    currentClass = scalarClass
    if scalarClass != .blank { current.append(scalar) }
  }

  private mutating func finishToken() {
    currentClass = .blank
    guard !current.isEmpty else { return }
    count += 1
    if keepsTokens { tokens.append(current) }
    current.removeAll(keepingCapacity: true)
  }
}

/// The case-folded form and the class of the scalar that a byte below 0x80 encodes. Any other byte is part of a longer
/// scalar; its entry in `table` only says that it isn't blank.
private struct ASCIIFold {
  let scalar: Unicode.Scalar
  let scalarClass: ScalarClass

  static let table: [ASCIIFold] = (0..<256).map { byte in
    guard byte < 0x80 else { return ASCIIFold(scalar: "\u{FFFD}", scalarClass: .symbol) }
    let folded = LexicalTokens.folded(String(Unicode.Scalar(UInt8(byte)))).unicodeScalars.first!  // ASCII folds to one
    return ASCIIFold(scalar: folded, scalarClass: ScalarClass(folded))
  }
}

private enum ScalarClass {
  case blank, word, ideograph, symbol, ignored

  init(_ scalar: Unicode.Scalar) {
    let properties = scalar.properties
    if properties.isWhitespace {
      self = .blank
    } else if properties.isIdeographic {
      self = .ideograph
    } else if scalar == "_" {
      self = .word
    } else {
      self.init(properties.generalCategory)
    }
  }

  private init(_ category: Unicode.GeneralCategory) {
    switch category {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
      self = .word
    case .control, .format, .surrogate:
      self = .ignored
    default:
      self = .symbol
    }
  }
}
