/// Finds the table headers of a TOML document that have no valid name, before the parser sees them.
///
/// The parser (toml++) aborts the process if a header's name begins with a character that no name begins with, such as
/// in `[@]`: it checks this by an assertion, and Swift's package manager compiles C++ with assertions.
///
/// The scan is exact up to the document's first syntax error, where the parser stops.
struct TableHeaders {
  private let bytes: [UInt8]
  private var place: Int
  /// How many brackets and braces are open: inside them, `[` begins an array.
  private var depth = 0
  /// Whether only blanks, comments and complete lines came before: `[` then begins a header.
  private var isAtLineStart = true

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
    place = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The number of the first line, from 1, with a header without a valid name; nil if there is none.
  ///
  /// - Complexity: O(*n*) in the number of bytes.
  static func firstInvalidLine(in bytes: [UInt8]) -> Int? {
    var scan = TableHeaders(bytes)
    while scan.place < bytes.count {
      if scan.isAtLineStart, scan.depth == 0, bytes[scan.place] == UInt8(ascii: "["), !scan.hasName {
        return bytes[..<scan.place].count { $0 == UInt8(ascii: "\n") } + 1
      }
      scan.advance()
    }
    return nil
  }

  /// Whether a name can begin after the header's brackets. For `[]` the parser has an error of its own.
  private var hasName: Bool {
    var rest = bytes[(place + 1)...].drop(while: Self.isBlank)
    if rest.first == UInt8(ascii: "[") { rest = rest.dropFirst().drop(while: Self.isBlank) }
    guard let first = rest.first else { return false }
    let letter = first | 0x20
    return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter) || #"0123456789-_"']"#.utf8.contains(first)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

  private mutating func advance() {
    let byte = bytes[place]
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
      place += 1
    case UInt8(ascii: "\n"):
      place += 1
      isAtLineStart = true
    case UInt8(ascii: "#"):
      place = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      isAtLineStart = false
      skipString(quote: byte)
    default:
      isAtLineStart = false
      if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { depth = max(0, depth - 1) }
      place += 1
    }
  }

  /// Skips a string. Three quotes begin one that goes over several lines, and ends with three.
  private mutating func skipString(quote: UInt8) {
    let isLong = bytes[place...].starts(with: [quote, quote, quote])
    let end = isLong ? [quote, quote, quote] : [quote]
    place += end.count
    while place < bytes.count, !bytes[place...].starts(with: end) {
      if !isLong, bytes[place] == UInt8(ascii: "\n") { return }
      let isEscape = quote == UInt8(ascii: "\"") && bytes[place] == UInt8(ascii: "\\")
      place += isEscape ? 2 : 1
    }
    place = min(place + end.count, bytes.count)
    // Up to two more quotes belong to the text of a long string.
    while isLong, place < bytes.count, bytes[place] == quote { place += 1 }
  }
}
