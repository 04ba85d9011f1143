/// Distinguishes office documents and e-books from other ZIP archives by the names of their entries.
///
/// An Office Open XML file contains `[Content_Types].xml` and a folder for its kind of document, such as `word/`;
/// without such a folder, the archive may be a software package. OpenDocument and EPUB files begin with an uncompressed
/// entry `mimetype`.
enum OfficeArchive {
  /// The maximum number of entry names that are read, because a hostile archive can have any number.
  private static let mostEntries = 4096

  static func isOne(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if let type = mediaType(of: bytes) { return documentTypes.contains { type.starts(with: $0) } }
    var hasContentTypes = false
    var hasDocument = false
    for name in Names(bytes: bytes).prefix(mostEntries) {
      if name.elementsEqual(contentTypes) { hasContentTypes = true }
      if folders.contains(where: { name.starts(with: $0) }) { hasDocument = true }
      if (hasContentTypes && hasDocument) || ownNames.contains(where: { name.elementsEqual($0) }) { return true }
    }
    return false
  }

  /// Returns whether the first bytes of an archive may be the beginning of an office document. An entry
  /// `[Content_Types].xml` alone or a document folder alone is enough, because the other may lie beyond these bytes.
  static func mayBeOne(_ bytes: UnsafeRawBufferPointer) -> Bool {
    isOne(bytes)
      || Names(bytes: bytes).prefix(mostEntries).contains { name in
        name.elementsEqual(contentTypes) || folders.contains { name.starts(with: $0) }
      }
  }

  private static let contentTypes = Array("[Content_Types].xml".utf8)
  private static let folders = ["word/", "xl/", "ppt/", "visio/", "Documents/1/"].map { Array($0.utf8) }
  /// Entry names that occur in documents of Apple's Pages, Numbers and Keynote.
  private static let ownNames = ["Index/Document.iwa", "Index.zip", "index.apxl", "index.xml"].map { Array($0.utf8) }
  private static let documentTypes = [
    "application/vnd.oasis.opendocument.", "application/epub+zip", "application/vnd.sun.xml.",
  ].map { Array($0.utf8) }

  /// Returns the content of the archive's first entry if its name is `mimetype`; nil otherwise.
  private static func mediaType(of bytes: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer>? {
    guard bytes.count > 30, bytes.number(at: 26) == 8, bytes.count >= 38,
      bytes[30..<38].elementsEqual("mimetype".utf8)
    else { return nil }
    let start = min(38 + bytes.number(at: 28), bytes.count)
    return bytes[start..<min(start + 64, bytes.count)]
  }

  /// The entry names in the archive's local file headers. The headers are found by their signature, so the archive's
  /// central directory may be missing.
  private struct Names: Sequence, IteratorProtocol {
    let bytes: UnsafeRawBufferPointer
    private var offset = 0

    init(bytes: UnsafeRawBufferPointer) {
      self.bytes = bytes
    }

    mutating func next() -> Slice<UnsafeRawBufferPointer>? {
      while offset + 30 <= bytes.count {
        guard let next = bytes[offset...].firstIndex(of: 0x50), next + 30 <= bytes.count else { return nil }
        offset = next + 1
        guard bytes[next + 1] == 0x4B, bytes[next + 2] == 3, bytes[next + 3] == 4 else { continue }
        let start = next + 30
        let end = Swift.min(start + bytes.number(at: next + 26), bytes.count)
        offset = end
        return bytes[start..<end]
      }
      return nil
    }
  }
}

extension UnsafeRawBufferPointer {
  /// Returns the little-endian 16-bit number at `offset`.
  fileprivate func number(at offset: Int) -> Int { Int(self[offset]) | Int(self[offset + 1]) << 8 }
}
