package import FreshetCorpus
internal import Glibc

/// Classifies a file by its bytes: UTF-8 text, text in a format or encoding that Freshet doesn't read, or binary data.
///
/// The file's name doesn't count. Three checks run in this order: whether the bytes are UTF-8, whether they begin with
/// the signature of a known format, and whether they resemble text in another encoding. A doubtful file counts as text
/// that Freshet doesn't read. Otherwise an answer could claim to cover all text although it doesn't.
package enum FileContent: Hashable, Sendable {
  /// UTF-8 text without a NUL character.
  case text
  /// Text in a format or encoding that Freshet doesn't read.
  case unread(UnreadText)
  case binary

  /// Classifies a file by all of its bytes.
  ///
  /// - Complexity: O(*n*) for *n* bytes.
  package init(of bytes: [UInt8]) {
    self = bytes.withUnsafeBytes { Self.content($0, isUTF8: (try? UTF8Span(validating: bytes.span)) != nil) }
  }

  /// Classifies a file by its first bytes only. A ZIP archive that may be an office document is classified as an office
  /// document.
  package init(ofBeginning bytes: [UInt8]) {
    let whole = Array(bytes.dropLast(Self.incompleteEnd(of: bytes)))
    let isArchive = whole.withUnsafeBytes { Signature.isArchive($0) && OfficeArchive.mayBeOne($0) }
    self = isArchive ? .unread(.officeArchive) : FileContent(of: whole)
  }

  private static func content(_ bytes: UnsafeRawBufferPointer, isUTF8: Bool) -> FileContent {
    let hasNUL = bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false
    if isUTF8, !hasNUL {
      if Signature.beginsAsPDF(bytes) { return .unread(.pdf) }
      return ShiftedText.isLikely(bytes) ? .unread(.otherEncoding) : .text
    }
    if let document = Signature.document(of: bytes) { return .unread(document) }
    if Signature.tellsNoText(bytes) { return .binary }
    if hasNUL, let wide = WideText.form(of: bytes) { return .unread(wide) }
    let look = TextLook(of: bytes)
    if isUTF8 { return look.isText ? .unread(.withNUL) : .binary }
    return look.isText ? .unread(hasNUL ? .withNUL : .otherEncoding) : .binary
  }

  /// Returns the number of bytes at the end that begin a UTF-8 character without completing it.
  static func incompleteEnd(of bytes: [UInt8]) -> Int {
    let end = bytes.suffix(3).reversed()
    guard let length = end.firstIndex(where: { $0 & 0xC0 != 0x80 }) else { return 0 }
    let count = end.distance(from: end.startIndex, to: length) + 1
    let wanted =
      switch end[length] {
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 1
      }
    return count < wanted ? count : 0
  }
}

/// Decides whether bytes resemble text in an encoding based on ASCII, by their share of control characters.
private struct TextLook {
  /// The maximum share of control characters in text. In random or compressed data it is about 1/9; in text at most
  /// 1/100.
  private static let mostControls = 0.05

  private var controls = 0
  private var others = 0

  init(of bytes: UnsafeRawBufferPointer) {
    for byte in bytes where byte != 0 {
      let isControl = byte < 0x20 ? !(0x07...0x0D).contains(byte) && byte != 0x1B : byte == 0x7F
      if isControl { controls += 1 } else { others += 1 }
    }
  }

  var isText: Bool { others > 0 && Double(controls) <= Self.mostControls * Double(controls + others) }
}

/// Detects text in ISO-2022: seven-bit encodings of Chinese, Japanese and Korean that switch character sets by escape
/// sequences.
private enum ShiftedText {
  static func isLikely(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var rest = bytes[...]
    while let start = rest.firstIndex(of: 0x1B) {
      rest = rest[(start + 1)...]
      if rest.first == UInt8(ascii: "$"), let next = rest.dropFirst().first,
        [UInt8(ascii: "@"), UInt8(ascii: "A"), UInt8(ascii: "B"), UInt8(ascii: "(")].contains(next)
      {
        return true
      }
    }
    return false
  }
}
