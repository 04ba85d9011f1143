internal import Foundation

/// Splits a text into words and runs of punctuation, case-folded and in Unicode normalization form NFC.
///
/// A word is a run of letters, marks, numbers and underscores. Each ideograph is a word of its own, so that two
/// adjacent ones form a pair of words, the usual unit for scripts without spaces between words. A run of other
/// characters is one token, too, so that emoji and operators can be found. Control and format characters are dropped.
/// The text is processed by Unicode scalars, not by grapheme clusters.
struct LexicalTokens {
  private(set) var tokens: [[Unicode.Scalar]] = []
  private var current: [Unicode.Scalar] = []
  private var currentClass = ScalarClass.blank

  init(of text: String) {
    for scalar in Self.folded(text).unicodeScalars {
      take(scalar)
    }
    finishToken()
  }

  /// Returns the text converted to upper and then to lower case, scalar by scalar and so independently of context: ß
  /// becomes ss, and ς becomes σ.
  private static func folded(_ text: String) -> String {
    let upper = text.unicodeScalars.map(\.properties.uppercaseMapping).joined()
    let folded = upper.unicodeScalars.map(\.properties.lowercaseMapping).joined()
    return folded.precomposedStringWithCanonicalMapping
  }

  private mutating func take(_ scalar: Unicode.Scalar) {
    let scalarClass = ScalarClass(scalar)
    if scalarClass == .ignored { return }
    if scalarClass != currentClass || scalarClass == .ideograph { finishToken() }
    currentClass = scalarClass
    if scalarClass != .blank { current.append(scalar) }
  }

  private mutating func finishToken() {
    guard !current.isEmpty else { return }
    tokens.append(current)
    current.removeAll(keepingCapacity: true)
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
