internal import Freshet

/// Quotes arguments of commands that people copy into a shell.
package enum ShellText {
  /// The text, quoted so that a shell reads it as one argument. Text with invisible characters becomes `$'...'`, which
  /// bash, zsh and ksh read, so that the command stays on one line and shows every character.
  package static func quoted(_ text: String) -> String {
    if !text.isEmpty, text.utf8.allSatisfy(isPlain) { return text }
    if text.unicodeScalars.contains(where: \.isObeyedOrUnseen) { return "$'" + spelled(text) + "'" }
    return "'" + text.unicodeScalars.map { $0 == "'" ? #"'\''"# : String($0) }.joined() + "'"
  }

  private static func spelled(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      if scalar == "'" || scalar == "\\" { return "\\\(scalar)" }
      guard scalar.isObeyedOrUnseen else { return String(scalar) }
      return String(scalar).utf8.map { "\\" + octal($0) }.joined()
    }.joined()
  }

  private static func octal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 8)
    return String(repeating: "0", count: 3 - digits.count) + digits
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "-")...UInt8(ascii: ":"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
