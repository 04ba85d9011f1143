/// Finds the values of media types other than text in the outputs of a notebook (nbformat 4: "mime bundles").
///
/// Only documents with the key `nbformat` are searched. A value is a JSON text, a list of texts, or an object.
enum NotebookOutputs {
  private static let types = ["\"image/", "\"audio/", "\"video/", "\"application/"].map { Array($0.utf8) }
  private static let longestType = 128
  private static let fewest = 64

  static func ranges(in lines: SourceLines) -> [Range<Int>] {
    let bytes = lines.bytes
    guard isNotebook(bytes) else { return [] }
    var (ranges, index) = ([Range<Int>](), 0)
    while let quote = bytes[index...].firstIndex(of: UInt8(ascii: "\"")) {
      index = quote + 1
      guard types.contains(where: { bytes[quote...].starts(with: $0) }), let start = value(ofKeyAt: quote, in: bytes)
      else { continue }
      let end = JSONExtent.end(ofValueAt: start, in: bytes)
      if end - start >= fewest { ranges.append(start..<end) }
      index = max(index, end)
    }
    return ranges
  }

  private static func isNotebook(_ bytes: [UInt8]) -> Bool {
    guard bytes.first(where: { !$0.isBlank }) == UInt8(ascii: "{") else { return false }
    let key = Array("\"nbformat\"".utf8)
    return bytes.indices.contains { bytes[$0] == key[0] && bytes[$0...].starts(with: key) }
  }

  /// The offset of the value of the key whose quote is at `quote`; nil if this is no key.
  private static func value(ofKeyAt quote: Int, in bytes: [UInt8]) -> Int? {
    guard let end = bytes[(quote + 1)...].prefix(longestType).firstIndex(of: UInt8(ascii: "\"")),
      let colon = bytes[(end + 1)...].prefix(longestType).firstIndex(where: { !$0.isBlank }),
      bytes[colon] == UInt8(ascii: ":")
    else { return nil }
    return bytes[(colon + 1)...].prefix(longestType).firstIndex { !$0.isBlank }
  }
}

/// Finds where a JSON value ends, without parsing it.
enum JSONExtent {
  /// The end of the text, list or object that begins at `start`: the end of the document if it isn't closed. `start`
  /// for other values.
  static func end(ofValueAt start: Int, in bytes: [UInt8]) -> Int {
    var (depth, isText, index) = (0, false, start)
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\\") where isText: index += 1
      case UInt8(ascii: "\""): isText.toggle()
      case UInt8(ascii: "["), UInt8(ascii: "{"): if !isText { depth += 1 }
      case UInt8(ascii: "]"), UInt8(ascii: "}"): if !isText { depth -= 1 }
      default: if depth == 0, !isText { return index }
      }
      index += 1
      if depth <= 0, !isText { return min(index, bytes.count) }
    }
    return bytes.count
  }
}
