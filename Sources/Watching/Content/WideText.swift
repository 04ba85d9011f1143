internal import FreshetCorpus

/// Detects UTF-16 and UTF-32 text without a byte order mark, in both byte orders.
///
/// The first 4096 bytes must decode without an error: no unpaired surrogates, no unassigned characters, and only those
/// control characters that occur in text. Binary data with numbers of two or four bytes usually fails this test after a
/// few characters. A binary file that passes counts as text.
enum WideText {
  private static let looksAt = 4096
  private static let fewestCharacters = 2

  static func form(of bytes: UnsafeRawBufferPointer) -> UnreadText? {
    let head = UnsafeRawBufferPointer(rebasing: bytes.prefix(looksAt))
    if isASCIIWithFewZeros(head) { return nil }
    for isBigEndian in [false, true] where readsAsUTF32(head, isBigEndian) { return .utf32 }
    for isBigEndian in [false, true] where readsAsUTF16(head, isBigEndian, isCut: bytes.count > looksAt) {
      return .utf16
    }
    return nil
  }

  /// Returns whether the bytes are mostly ASCII with few zeros, and so can't be UTF-16 or UTF-32. Two ASCII letters
  /// decode to one CJK ideograph, so ASCII text with a stray NUL could pass for UTF-16. In real UTF-16 or UTF-32, at
  /// least half of the bytes are zero for Latin script, and few bytes are printable ASCII for other scripts.
  private static func isASCIIWithFewZeros(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let zeros = bytes.count { $0 == 0 }
    let printable = bytes.count { (0x20..<0x7F).contains($0) || (0x09...0x0D).contains($0) }
    return zeros == 0 || (zeros * 4 < bytes.count && printable * 10 >= (bytes.count - zeros) * 9)
  }

  private static func readsAsUTF32(_ bytes: UnsafeRawBufferPointer, _ isBigEndian: Bool) -> Bool {
    let words = bytes.count / 4
    guard words >= fewestCharacters else { return false }
    return (0..<words).allSatisfy { index in
      let value = bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
      return Unicode.Scalar(isBigEndian ? value.bigEndian : value.littleEndian)?.isText ?? false
    }
  }

  private static func readsAsUTF16(_ bytes: UnsafeRawBufferPointer, _ isBigEndian: Bool, isCut: Bool) -> Bool {
    let count = bytes.count / 2
    guard count >= fewestCharacters else { return false }
    var units = (0..<count).map { index in
      let unit = bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
      return isBigEndian ? unit.bigEndian : unit.littleEndian
    }
    // The second half of this surrogate pair lies beyond the examined bytes.
    if isCut, let last = units.last, UTF16.isLeadSurrogate(last) { units.removeLast() }
    var decoder = UTF16()
    var rest = units.makeIterator()
    while true {
      switch decoder.decode(&rest) {
      case .scalarValue(let scalar): if !scalar.isText { return false }
      case .emptyInput: return true
      case .error: return false
      }
    }
  }
}

extension Unicode.Scalar {
  fileprivate var isText: Bool {
    switch properties.generalCategory {
    case .control: (0x09...0x0D).contains(value) || value == 0x85
    case .unassigned, .privateUse, .surrogate: false
    default: true
    }
  }
}
