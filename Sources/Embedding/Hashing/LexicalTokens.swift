internal import Foundation

/// A text's words and punctuation runs, case folded, in NFC.
///
/// A word is a run of letters, marks, numbers and underscores. An ideograph is a word of its own, so that two in a row
/// are a word bigram, the usual unit for scripts without blanks between words. Any other run between blanks is also one
/// token, so that emoji and operators can be found. Control and format characters are dropped. All this works on
/// scalars, never on grapheme clusters.
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

  /// Folds to upper, then to lower case, scalar by scalar: ß becomes ss and ς becomes σ, whatever stands around them.
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
