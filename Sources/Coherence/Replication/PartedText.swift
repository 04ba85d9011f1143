package import FreshetCorpus

/// One part of a pushed text in transfer. Most texts are sent as a single part.
package struct TextPart: Hashable, Sendable {
  /// The offset, in bytes, at which the part begins in the whole text.
  package let start: Int
  /// The length of the whole text in bytes.
  package let length: Int
  package let bytes: [UInt8]

  package init(start: Int, length: Int, bytes: [UInt8]) {
    self.start = start
    self.length = length
    self.bytes = bytes
  }

  /// Makes the part of `text` that begins at byte `start`, at most `ExchangeLimits.partBytes` long.
  package init(of text: [UInt8], from start: Int) {
    let start = min(max(0, start), text.count)
    self.init(
      start: start, length: text.count,
      bytes: Array(text[start..<min(text.count, start + ExchangeLimits.partBytes)]))
  }

  package var isWhole: Bool { start == 0 && bytes.count == length }
}

/// Joins the parts of a pushed text, one text at a time. Memory is allocated only for the bytes that have arrived,
/// whatever total length a part claims.
package struct PartedText: Sendable {
  private var revision: Revision?
  private var length = 0
  private var bytes: [UInt8] = []

  package init() {}

  /// The number of bytes received so far, which is the offset of the part to request next.
  package var count: Int { bytes.count }

  /// Appends a part of the text with this revision.
  ///
  /// - Returns: the whole text after its last part, otherwise nil. Only the length has been checked, not the revision
  ///   hash.
  /// - Throws: `ExchangeLie` (a protocol violation) if the part isn't the next one of the text in transfer, if the
  ///   part's length is wrong, or if the whole text exceeds `ExchangeLimits.pushedBytes`.
  package mutating func add(_ part: TextPart, of revision: Revision) throws(ExchangeLie) -> [UInt8]? {
    if part.start == 0 { (self.revision, length, bytes) = (revision, part.length, []) }
    guard revision == self.revision, part.length == length, part.start == bytes.count,
      (0...ExchangeLimits.pushedBytes).contains(length),
      part.bytes.count == min(length - bytes.count, ExchangeLimits.partBytes)
    else { throw ExchangeLie("a chunk of the text with revision \(revision) out of order") }
    bytes += part.bytes
    if bytes.count < length { return nil }
    defer { (self.revision, length, bytes) = (nil, 0, []) }
    return bytes
  }
}
