internal import Foundation
internal import Freshet
internal import FreshetWire

extension SettingValue {
  var asTOML: String {
    switch self {
    case .text(let text): Self.quoted(text)
    case .integer(let integer): "\(integer)"
    case .number(let number): "\(number)"
    case .flag(let flag): "\(flag)"
    case .list(let list): "[" + list.map(Self.quoted).joined(separator: ", ") + "]"
    }
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.unicodeScalars.map(escaped).joined() + "\""
  }

  /// Escapes a character for a TOML string. An invisible one becomes its code point in hexadecimal: `\u` and four
  /// digits, or `\U` and eight.
  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    if scalar == "\\" || scalar == "\"" { return "\\\(scalar)" }
    guard scalar.isObeyedOrUnseen else { return String(scalar) }
    return String(format: scalar.value > 0xFFFF ? "\\U%08x" : "\\u%04x", scalar.value)
  }
}
