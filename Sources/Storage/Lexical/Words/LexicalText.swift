/// Converts a text into the form in which the lexical index stores it.
///
/// SQLite's tokenizer splits a text at spaces and punctuation. In a script without spaces, a whole sentence would be
/// one word, which only the same sentence would find; likewise a row of emoji. So this type inserts a zero width space
/// (U+200B), Unicode's invisible word boundary, between such characters. A query then searches for pairs of
/// neighbouring characters: bigrams are the usual unit for these scripts (Nie, Gao, Zhang and Zhou, "On the use of
/// words and n-grams for Chinese information retrieval", IRAL 2000).
///
/// Words that are written in several ways are folded (`FoldedScalars`), and words of code get additions (`WordParts`).
/// Combining marks stay with the letter before them. The conversion removes characters that only change the appearance
/// of an emoji, and invisible characters (`isInvisible`), because no user types a soft hyphen to find a hyphenated
/// word.
package enum LexicalText {
  static let boundary: Unicode.Scalar = "\u{200B}"

  /// The converted text; nil if the conversion changes nothing, as for most texts.
  ///
  /// - Complexity: O(*n*) in the bytes of `text`.
  package static func spaced(_ text: String) -> String? {
    let folded = FoldedScalars.folded(text)
    let parted = parted(folded ?? text)
    return WordParts.added(to: parted ?? folded ?? text) ?? parted ?? folded
  }

  /// The text with boundaries, and without invisible characters; nil if that is the text itself.
  private static func parted(_ text: String) -> String? {
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

  /// Whether `parted` may change the text; if false, it surely changes nothing. Below U+0E00, the conversion
  /// removes three characters and changes no others. From U+0E00 on, the first byte of each character in UTF-8 is E0 or
  /// greater.
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

  /// The class of a character; nil for a combining mark, because a mark belongs to the character before it.
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
