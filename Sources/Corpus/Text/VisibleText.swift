/// Escapes characters that would control a terminal or that a reader couldn't see. The functions process Unicode
/// scalars, because a combining mark would hide a control character within a `Character`.
extension String {
  /// The text as one line. Every invisible character is escaped, and every character that ends the line, moves the
  /// cursor or reverses the writing direction.
  package var visible: String { spelledOut(keepingLines: false) }

  /// The text with control and invisible characters escaped, except for line ends and tabs. A line that ends with CR LF
  /// then ends with LF.
  package var visibleLines: String { spelledOut(keepingLines: true) }

  /// The text for use within JSON: each control or invisible character except LF becomes `\uXXXX`, which a JSON parser
  /// converts back.
  package var visibleJSON: String {
    if isPlain(keepingLines: true) { return self }
    var spelled = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if scalar == "\n" || !scalar.isObeyedOrUnseen {
        spelled.append(scalar)
      } else {
        for unit in String(scalar).utf16 { spelled.append(contentsOf: "\\u\(unit.fourDigits)".unicodeScalars) }
      }
    }
    return String(spelled)
  }

  private func spelledOut(keepingLines: Bool) -> String {
    if isPlain(keepingLines: keepingLines) { return self }
    var spelled = String.UnicodeScalarView()
    var last: Unicode.Scalar = " "
    for scalar in unicodeScalars {
      if keepingLines && scalar == "\n" && last == "\r" { spelled.removeLast(Self.carriageReturn.count) }
      if scalar.isSeen(after: last) || keepingLines && (scalar == "\n" || scalar == "\t") {
        spelled.append(scalar)
      } else {
        spelled.append(contentsOf: scalar.spelled)
      }
      last = scalar
    }
    return String(spelled)
  }

  private static let carriageReturn = Array(("\r" as Unicode.Scalar).spelled)

  /// Whether the text contains only printable ASCII characters (and, with `keepingLines`, LF and tabs), so that nothing
  /// needs escaping. This is true of nearly every text.
  private func isPlain(keepingLines: Bool) -> Bool {
    utf8.allSatisfy { byte in
      (0x20...0x7E).contains(byte) || keepingLines && (byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t"))
    }
  }
}

extension Unicode.Scalar {
  /// Whether the scalar controls a terminal or is invisible: control characters (C0, DEL, C1), format characters
  /// (direction, zero width, tags), line and paragraph separators, fillers and variation selectors, a blank Braille
  /// cell, and noncharacters.
  package var isObeyedOrUnseen: Bool {
    if (0x20...0x7E).contains(value) { return false }
    return switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint || self == "\u{2800}"
    }
  }

  /// Whether the scalar may stay unescaped after the scalar `last`. A variation selector after an emoji may, because it
  /// only chooses between the plain and the coloured form.
  fileprivate func isSeen(after last: Unicode.Scalar) -> Bool {
    if !isObeyedOrUnseen { return true }
    return (self == "\u{FE0E}" || self == "\u{FE0F}") && !last.isASCII && last.properties.isEmoji
  }

  fileprivate var spelled: String.UnicodeScalarView { "\\u{\(String(value, radix: 16))}".unicodeScalars }
}

extension UInt16 {
  fileprivate var fourDigits: String {
    let digits = String(self, radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}
