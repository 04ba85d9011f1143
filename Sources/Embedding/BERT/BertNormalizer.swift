internal import Foundation

/// Normalizes text as BERT's uncased models require, before it is split into words.
///
/// The steps and their order are those of the reference implementation (huggingface/tokenizers, `BertNormalizer`):
///
/// - First, drop NUL, U+FFFD, control, format and private use characters, and replace white space with a space.
/// - Second, decompose canonically (NFD, not NFKD, so that ligatures and full-width letters stay), and drop nonspacing
///   marks.
/// - Third, convert each scalar to lower case, independently of its context.
///
/// Every step works on Unicode scalars, because a grapheme cluster joins a letter with its marks, and CR with LF.
/// General categories are those of Unicode 8, as in the reference's tables, so that a newer Swift runtime gives the
/// same result.
enum BertNormalizer {
  /// Returns the text without the characters that BERT drops, with each white space character replaced by a space, and
  /// decomposed canonically.
  static func cleaned(_ text: Substring) -> String.UnicodeScalarView {
    var kept = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isDropped(scalar) { continue }
      kept.append(scalar.properties.isWhitespace ? " " : scalar)
    }
    return String(kept).decomposedStringWithCanonicalMapping.unicodeScalars
  }

  /// Returns the lower case of a scalar of a decomposed text; nothing if the scalar is a nonspacing mark.
  static func folded(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
    if scalar.categoryInUnicode8 == .nonspacingMark { return String.UnicodeScalarView() }
    return scalar.properties.lowercaseMapping.unicodeScalars
  }

  private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\t", "\n", "\r": false
    case "\u{FFFD}": true
    default:
      switch scalar.categoryInUnicode8 {
      case .control, .format, .privateUse, .surrogate: true
      default: false
      }
    }
  }
}

extension Unicode.Scalar {
  /// Whether BERT treats the scalar as punctuation, which is always a word of its own: all ASCII symbols, and Unicode
  /// punctuation.
  var isBertPunctuation: Bool {
    switch value {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: return true
    case 0..<0x80: return false
    default: break
    }
    switch categoryInUnicode8 {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation:
      return true
    default: return false
    }
  }

  /// Whether BERT treats the scalar as an ideograph, which is always a word of its own. Kana and Hangul don't count as
  /// ideographs. The range 2B820...2B91F is missing on purpose, because it is missing in the reference implementation.
  var isBertIdeograph: Bool {
    switch value {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F,
      0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
      return true
    default: return false
    }
  }

  /// The scalar's general category in Unicode 8. Scalars that were added to Unicode later count as unassigned. Seven
  /// scalars are listed here, because their category has changed since.
  fileprivate var categoryInUnicode8: Unicode.GeneralCategory {
    switch value {
    case 0x166D, 0x111C9: return .otherPunctuation
    case 0x1734, 0x1171E: return .nonspacingMark
    case 0x1885, 0x1886: return .otherLetter
    case 0xA9BD: return .spacingMark
    default: break
    }
    guard let age = properties.age, (age.major, age.minor) <= (8, 0) else { return .unassigned }
    return properties.generalCategory
  }
}
