/// A text in the form that the lexical index holds.
///
/// SQLite's tokenizer parts words at blanks and signs. Where a script writes none, a whole sentence would be one
/// word, found by itself alone; emoji in a row, too. So between such characters stands a zero width space here,
/// Unicode's own sign for a boundary without a blank, and a question looks for pairs of neighbours: bigrams are the
/// usual unit for these scripts (Nie, Gao, Zhang and Zhou, "On the use of words and n-grams for Chinese information
/// retrieval", IRAL 2000). Marks stay with the letter before them. Signs that change only the look of an emoji are
/// dropped, and so are invisible signs (`isInvisible`): nobody types a soft hyphen to find a word that was hyphenated.
package enum LexicalText {
  static let boundary: Unicode.Scalar = "\u{200B}"

  /// Nil when the text is held as it is, as most are.
  ///
  /// - Complexity: O(*n*) in the bytes of `text`.
  package static func spaced(_ text: String) -> String? {
    guard mayChange(text) else { return nil }
    var spaced = String.UnicodeScalarView()
    var last = LastCharacter.other
    var isChanged = false
    for scalar in text.unicodeScalars {
      let isDropped = scalar.isEmojiModifier || scalar.isInvisible
      if !isDropped, let next = LastCharacter(scalar) {
        if last.isParted(from: next) {
          spaced.append(boundary)
          isChanged = true
        }
        last = next
      }
      if isDropped { isChanged = true } else { spaced.append(scalar) }
    }
    guard isChanged else { return nil }
    let result = String(spaced)
    return result.utf8.elementsEqual(text.utf8) ? nil : result
  }

  /// Below U+0E00 only three signs are dropped; from there on, UTF-8 begins with E0 or more.
  private static func mayChange(_ text: String) -> Bool {
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if byte >= 0xE0 { return true }
      switch (previous, byte) {
      // U+00AD, U+034F, U+061C
      case (0xC2, 0xAD), (0xCD, 0x8F), (0xD8, 0x9C): return true
      default: previous = byte
      }
    }
    return false
  }
}

private enum LastCharacter {
  case spaced, unspaced, emoji, other

  /// Nil for a mark: it belongs to what stands before it.
  init?(_ scalar: Unicode.Scalar) {
    if scalar.isMark { return nil }
    if scalar.isUnspaced {
      self = .unspaced
    } else if scalar.isEmoji {
      self = .emoji
    } else {
      self = scalar.isPartOfWord ? .spaced : .other
    }
  }

  func isParted(from next: LastCharacter) -> Bool {
    self != .other && next != .other && !(self == .spaced && next == .spaced)
  }
}
