/// Finds data URIs (RFC 2397) in Base64, or of a media type that isn't text.
enum DataURIs {
  private static let scheme = Array("data:".utf8)
  private static let types = ["image/", "audio/", "video/", "application/", "font/"].map { Array($0.utf8) }
  private static let base64 = Array(";base64".utf8)
  private static let longestType = 256
  private static let fewest = 64

  static func ranges(in lines: SourceLines) -> [Range<Int>] {
    let bytes = lines.bytes
    var (ranges, index) = ([Range<Int>](), 0)
    while let colon = bytes[index...].firstIndex(of: UInt8(ascii: ":")) {
      index = colon + 1
      let start = index - scheme.count
      guard start >= 0, isEqual(bytes[start..<index], scheme), start == 0 || !bytes[start - 1].isLetter,
        let comma = bytes[index...].prefix(longestType).firstIndex(of: UInt8(ascii: ",")),
        !bytes[index..<comma].contains(where: \.isBlank)
      else { continue }
      let type = bytes[index..<comma]
      let isBase64 = isEqual(type.suffix(base64.count), base64)
      guard isBase64 || types.contains(where: { isEqual(type.prefix($0.count), $0) }) else { continue }
      let end = bytes[(comma + 1)...].firstIndex { isBase64 ? !isPart($0) : $0.isBlank || endsURI($0) } ?? bytes.count
      if end - comma > fewest { ranges.append(start..<end) }
      index = max(index, end)
    }
    return ranges
  }

  /// Whether the byte is part of a payload in Base64, with the escapes of URIs and of JSON.
  private static func isPart(_ byte: UInt8) -> Bool {
    byte.isBase64 || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "\\")
  }

  private static func endsURI(_ byte: UInt8) -> Bool { "\"')>`".utf8.contains(byte) }

  private static func isEqual(_ bytes: ArraySlice<UInt8>, _ text: [UInt8]) -> Bool {
    bytes.count == text.count && zip(bytes, text).allSatisfy { ($0.isLetter ? $0 | 0x20 : $0) == $1 }
  }
}
