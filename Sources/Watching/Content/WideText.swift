internal import FreshetCorpus

/// Finds UTF-16 and UTF-32 without a byte order mark: bytes with zeros that decode to characters in one of the four
/// encodings.
///
/// Only the beginning is decoded, and it must decode without a fault: no control characters but those used in text, no
/// unpaired surrogates, no unassigned characters. Numbers of two or four bytes in a data file soon fail this. A data
/// file that passes counts as text.
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

  /// Two ASCII letters decode to one ideograph, so a text with a stray zero could pass for UTF-16. In real UTF-16 or
  /// UTF-32, at least half of the bytes are zero for Latin script, and few bytes are ASCII for other scripts.
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
    // The second half of this pair lies beyond the examined bytes.
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
