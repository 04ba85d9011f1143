/// Measures the depth of JSON and the number of its values before anything decodes it.
///
/// A decoder keeps a record of each value and calls itself for each level. Short hostile text could therefore cost much
/// memory, or all of the stack. The decoder refuses malformed text; these bounds also limit the depth and the values of
/// such text.
package struct JSONBounds: Hashable, Sendable {
  package let depth: Int
  package let values: Int

  /// - Throws: `ExchangeLie` for text beyond the limits.
  /// - Complexity: O(n) for n bytes, without memory.
  package static func check(_ text: UnsafeRawBufferPointer) throws(ExchangeLie) {
    guard text.count <= ExchangeLimits.messageBytes else { throw ExchangeLie("a message of \(text.count) bytes") }
    let bounds = JSONBounds(text)
    guard bounds.depth <= ExchangeLimits.jsonDepth else {
      throw ExchangeLie("a message of more than \(ExchangeLimits.jsonDepth) levels")
    }
    guard bounds.values <= ExchangeLimits.jsonValues else {
      throw ExchangeLie("a message of more than \(ExchangeLimits.jsonValues) values")
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

  /// An upper bound of the length of `text` as a JSON string.
  package static func length(of text: String) -> Int {
    text.utf8.reduce(2) { $0 + ($1 < 0x20 ? 6 : $1 == UInt8(ascii: "\"") || $1 == UInt8(ascii: "\\") ? 2 : 1) }
  }
}
