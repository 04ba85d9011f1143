internal import Foundation

/// Folds characters that are written differently but mean the same in a word, where SQLite's tokenizer doesn't.
///
/// The tokenizer folds case and the accents of Latin letters. This folds compatibility forms (full-width letters,
/// half-width kana, ligatures, superscripts and subscripts: Unicode Standard Annex 15), the accents of Greek, the final
/// sigma, ё, ß, letters with strokes, İ and ı, the vowel signs of Arabic and Hebrew, and the forms of alef, yeh and teh
/// that Arabic writers mix up (as Lucene's ArabicNormalizer does).
enum FoldedScalars {
  /// The folded text; nil if that is the text itself.
  static func folded(_ text: String) -> String? {
    guard text.utf8.contains(where: { $0 >= 0xC2 }) else { return nil }
    let composed = text.precomposedStringWithCanonicalMapping
    var folded = String.UnicodeScalarView()
    var isKana = false
    for scalar in composed.unicodeScalars {
      isKana = isKana || 0xFF66...0xFF9F ~= scalar.value
      if let replacement = replacement(for: scalar) {
        folded.append(contentsOf: replacement)
      } else {
        folded.append(scalar)
      }
    }
    // A half-width mark of kana is a character of its own, and composes with the letter before it.
    let result = isKana ? String(folded).precomposedStringWithCanonicalMapping : String(folded)
    return result.utf8.elementsEqual(text.utf8) ? nil : result
  }

  /// What stands for a character; nil for itself, empty for nothing.
  private static func replacement(for scalar: Unicode.Scalar) -> String.UnicodeScalarView? {
    switch scalar.value {
    case ..<0xB2: nil
    case 0x64B...0x65F, 0x670, 0x640, 0x6D6...0x6ED, 0x8D3...0x8FF: isMarkOrTatweel(scalar) ? view("") : nil
    case 0x591...0x5C7: scalar.isMark ? view("") : nil
    case 0x370...0x3FF, 0x1F00...0x1FFF: greek(scalar)
    default: known[scalar] ?? compatible(scalar)
    }
  }

  private static func isMarkOrTatweel(_ scalar: Unicode.Scalar) -> Bool { scalar.isMark || scalar.value == 0x640 }

  private static func view(_ text: String) -> String.UnicodeScalarView { text.unicodeScalars }

  private static let known: [Unicode.Scalar: String.UnicodeScalarView] = [
    "ß": view("ss"), "ẞ": view("ss"), "æ": view("ae"), "Æ": view("ae"), "œ": view("oe"), "Œ": view("oe"),
    "ø": view("o"), "Ø": view("o"), "ł": view("l"), "Ł": view("l"), "đ": view("d"), "Đ": view("d"),
    "İ": view("i"), "ı": view("i"), "ё": view("е"), "Ё": view("е"),
    "أ": view("ا"), "إ": view("ا"), "آ": view("ا"), "ٱ": view("ا"), "ى": view("ي"), "ة": view("ه"),
  ]

  /// A Greek letter without accents and breathings; a final sigma as any other.
  private static func greek(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView? {
    if scalar == "ς" { return view("σ") }
    guard scalar.properties.isAlphabetic else { return nil }
    let letters = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars.filter { !$0.isMark }
    return letters.elementsEqual([scalar]) ? nil : String.UnicodeScalarView(letters)
  }

  /// The letters and digits that a letter or number is a form of, such as `ﬁ`, `４` and `₂`.
  private static func compatible(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView? {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .modifierLetter, .otherLetter, .decimalNumber, .otherNumber, .letterNumber:
      let mapped = String(scalar).precomposedStringWithCompatibilityMapping.unicodeScalars
      let isWord = mapped.allSatisfy { $0.isPartOfWord && $0.properties.generalCategory != .otherNumber }
      return mapped.elementsEqual([scalar]) || !isWord ? nil : mapped
    default: return nil
    }
  }
}
