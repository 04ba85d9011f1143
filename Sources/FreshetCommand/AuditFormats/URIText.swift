/// Writes file names as URIs (RFC 3986).
enum URIText {
  private static let digits = Array("0123456789ABCDEF")

  /// Escapes every byte except unreserved ones and "/" as %XX. A ":" in the first path segment, for example, would look
  /// like the end of a scheme.
  static func path(_ path: String) -> String {
    var text = ""
    for byte in path.utf8 {
      if isPlain(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
    return text
  }

  /// The `file:` URI of a folder, with a "/" at its end.
  ///
  /// - Parameter path: the folder's absolute path.
  static func folder(_ path: String) -> String {
    "file://" + Self.path(path) + (path.hasSuffix("/") ? "" : "/")
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"), UInt8(ascii: "/"):
      true
    default: false
    }
  }
}
