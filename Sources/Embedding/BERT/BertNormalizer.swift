internal import Foundation

/// The text in the form that BERT's uncased models split into words.
///
/// The order is that of the reference (huggingface/tokenizers, `BertNormalizer`), because it affects the result:
/// 1. drop NUL, U+FFFD, control, format and private use characters; any white space becomes a blank;
/// 2. decompose canonically (NFD, not NFKD: ligatures and full-width letters stay), then drop nonspacing marks;
/// 3. lower case, scalar by scalar, whatever stands around.
///
/// Every step works on scalars: grapheme clusters would join a letter with its marks, and CR with LF. Categories are
/// those of Unicode 8, as in the reference's tables, so that newer tables in the Swift runtime change nothing.
enum BertNormalizer {
  /// Does step 1 and the first half of step 2.
  static func cleaned(_ text: Substring) -> String.UnicodeScalarView {
    var kept = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isDropped(scalar) { continue }
      kept.append(scalar.properties.isWhitespace ? " " : scalar)
    }
    return String(kept).decomposedStringWithCanonicalMapping.unicodeScalars
  }

  /// Does the second half of step 2, and step 3: returns what becomes of one scalar of a decomposed text.
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
  /// Whether BERT splits words before and after it: all ASCII signs, and Unicode's punctuation.
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

  /// Whether BERT treats it as an ideograph: no kana, no Hangul. (The gap 2B820...2B91F is the reference's.)
  var isBertIdeograph: Bool {
    switch value {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F,
      0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
      return true
    default: return false
    }
  }

  /// The scalar's category in Unicode 8. A later scalar counts as unassigned; seven signs had another category then.
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
