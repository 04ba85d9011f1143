/// Classifies Unicode scalars for the lexical index.
extension Unicode.Scalar {
  /// Whether SQLite's tokenizer with `categories 'L* M* N* Co So'` treats the scalar as part of a word: letters, marks,
  /// numbers, and symbols such as emoji. (Unassigned scalars count too, because newer scripts and emoji are among
  /// them.)
  var isPartOfWord: Bool {
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber, .privateUse, .otherSymbol, .unassigned:
      true
    default: false
    }
  }

  var isMark: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }

  /// Whether the scalar belongs to a script without spaces between words (Unicode Standard Annex 14, complex context
  /// and ideographs) or to Hangul, whose words take suffixes without a boundary. Also true for regional indicators: two
  /// of them form one flag, and adjacent flags have no space between them.
  var isUnspaced: Bool {
    switch value {
    case 0x0E00...0x0EFF,  // Thai, Lao
      0x1000...0x109F, 0xA9E0...0xA9FF, 0xAA60...0xAA7F,  // Myanmar
      0x1780...0x17FF, 0x1950...0x19DF,  // Khmer; Tai Le, New Tai Lue
      0x1A20...0x1AAF, 0xAA80...0xAADF,  // Tai Tham, Tai Viet
      0x1100...0x11FF, 0x3130...0x318F, 0xA960...0xA97F, 0xAC00...0xD7FF,  // Hangul
      0x3005...0x3007, 0x3031...0x3035, 0x3040...0x312F, 0x31A0...0x31FF, 0xFF66...0xFFDC,  // kana, bopomofo
      0x1B000...0x1B16F, 0x1F1E6...0x1F1FF:
      return isPartOfWord
    default:
      return properties.isIdeographic
    }
  }

  /// Whether the scalar is an emoji. In the lexical index, every emoji is a word of its own.
  var isEmoji: Bool {
    value >= 0x203C && properties.isEmoji && properties.generalCategory == .otherSymbol && !isUnspaced
  }

  /// Whether the scalar is invisible by itself, such as a soft hyphen, a zero width space or joiner, a direction mark
  /// or a variation selector.
  ///
  /// True for Unicode's default ignorable characters, except unassigned ones. Some of them determine where a line may
  /// break or how letters join; none changes a word.
  var isInvisible: Bool {
    properties.isDefaultIgnorableCodePoint && properties.generalCategory != .unassigned
  }

  /// Whether the scalar changes only the appearance of the emoji before it, not the emoji's meaning. True for variation
  /// selectors and skin tones.
  var isEmojiModifier: Bool {
    switch value {
    case 0xFE0E, 0xFE0F, 0x1F3FB...0x1F3FF: true
    default: false
    }
  }
}
