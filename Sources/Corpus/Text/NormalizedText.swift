internal import Foundation

/// A passage's text in the form that Freshet hashes, embeds, stores and serves.
///
/// Normalization converts line ends to LF, removes spaces and tabs before line ends, and removes blank lines at the
/// start and the end. It changes neither case nor Unicode form nor indentation. Normalizing a normalized text changes
/// nothing.
public struct NormalizedText: Hashable, Sendable {
  /// The normalized text.
  public let string: String

  package init(normalizing bytes: some Sequence<UInt8>) {
    let inPlace = bytes.withContiguousStorageIfAvailable { Self.normal(UnsafeRawBufferPointer($0)) }
    string = inPlace ?? Array(bytes).withUnsafeBytes { Self.normal($0) }
  }

  /// The normal form of `bytes`. This function isn't generic, because other modules would call its unspecialized
  /// version, which is ten times slower.
  private static func normal(_ bytes: UnsafeRawBufferPointer) -> String {
    let text = [UInt8](unsafeUninitializedCapacity: bytes.count) { $1 = normalize(bytes, into: $0) }
    return String(decoding: text, as: UTF8.self)
  }

  /// Writes the normal form of `bytes` into `text`.
  ///
  /// - Parameter text: a buffer of at least `bytes.count` bytes.
  /// - Returns: the number of bytes written to `text`.
  private static func normalize(_ bytes: UnsafeRawBufferPointer, into text: UnsafeMutableBufferPointer<UInt8>) -> Int {
    var (count, lineStart) = (0, 0)
    var previous: UInt8 = 0
    func endLine() {
      while count > lineStart, isBlank(text[count - 1]) { count -= 1 }
    }
    func beginLine() {
      endLine()
      if count > 0 {
        text[count] = UInt8(ascii: "\n")
        count += 1
      }
      lineStart = count
    }
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\n"): if previous != UInt8(ascii: "\r") { beginLine() }
      case UInt8(ascii: "\r"): beginLine()
      default:
        text[count] = byte
        count += 1
      }
      previous = byte
    }
    endLine()
    while count > 0, text[count - 1] == UInt8(ascii: "\n") { count -= 1 }
    return count
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

  /// Whether the normalized `text` is the normal form of `bytes`.
  ///
  /// Most passages are in normal form already, except for spaces and line ends at their end. For these, a comparison of
  /// bytes is enough.
  package static func isForm(_ text: UnsafeRawBufferPointer, of bytes: UnsafeRawBufferPointer) -> Bool {
    let end = bytes.lastIndex { !isBlank($0) && $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    if isSame(UnsafeRawBufferPointer(rebasing: bytes[..<((end ?? -1) + 1)]), text) { return true }
    var normal = normal(bytes)
    return normal.withUTF8 { isSame(UnsafeRawBufferPointer($0), text) }
  }

  private static func isSame(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool {
    // An empty buffer may have no address.
    one.count == other.count && (one.isEmpty || memcmp(one.baseAddress!, other.baseAddress!, one.count) == 0)
  }

  package init(normalizing text: some StringProtocol) {
    self.init(normalizing: text.utf8)
  }

  /// Makes a normalized text from `text`, which was normalized before it was stored. Doesn't check this.
  package init(stored text: String) {
    string = text
  }

  package var isEmpty: Bool { string.isEmpty }
}
