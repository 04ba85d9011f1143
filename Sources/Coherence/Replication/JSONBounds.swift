/// Measures the nesting depth and the number of values of a JSON text before a decoder reads it.
///
/// A decoder allocates a record for each value, and recurses for each level. So a short hostile text could cost much
/// memory, or overflow the stack. The measurement is also valid for malformed JSON, which the decoder rejects later.
package struct JSONBounds: Hashable, Sendable {
  package let depth: Int
  package let values: Int

  /// Checks a message against the limits on length, depth and number of values in `ExchangeLimits`.
  ///
  /// - Throws: `ExchangeLie` (a protocol violation) if the text exceeds a limit.
  /// - Complexity: O(n) time for n bytes, and O(1) memory.
  package static func check(_ text: UnsafeRawBufferPointer) throws(ExchangeLie) {
    guard text.count <= ExchangeLimits.messageBytes else {
      throw ExchangeLie("a message of \(text.count) bytes, over the limit of \(ExchangeLimits.messageBytes)")
    }
    let bounds = JSONBounds(text)
    guard bounds.depth <= ExchangeLimits.jsonDepth else {
      throw ExchangeLie("a JSON message with more than \(ExchangeLimits.jsonDepth) levels of nesting")
    }
    guard bounds.values <= ExchangeLimits.jsonValues else {
      throw ExchangeLie("a JSON message with more than \(ExchangeLimits.jsonValues) values")
    }
  }

  package init(_ text: UnsafeRawBufferPointer) {
    var (depth, deepest, values, isInString, isEscaped) = (0, 0, 1, false, false)
    for byte in text {
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: ","), UInt8(ascii: ":"): values += 1
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        (depth, values) = (depth + 1, values + 1)
        deepest = max(deepest, depth)
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      default: break
      }
    }
    (self.depth, self.values) = (deepest, values)
  }

  /// Returns an upper bound of the length in bytes of `text` as a JSON string literal.
  package static func length(of text: String) -> Int {
    text.utf8.reduce(2) { $0 + ($1 < 0x20 ? 6 : $1 == UInt8(ascii: "\"") || $1 == UInt8(ascii: "\\") ? 2 : 1) }
  }
}
