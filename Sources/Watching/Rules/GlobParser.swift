/// Parses the bytes of a glob pattern into tokens, with the grammar of git's wildmatch. `parse` returns nil for a
/// malformed pattern, which matches nothing.
struct GlobParser {
  private let bytes: [UInt8]
  private var position = 0

  init(_ pattern: ArraySlice<UInt8>) {
    bytes = Array(pattern)
  }

  mutating func parse() -> [Glob.Token]? {
    var tokens: [Glob.Token] = []
    while let byte = next() {
      switch byte {
      case UInt8(ascii: "*"): tokens += stars()
      case UInt8(ascii: "?"): tokens.append(.anyOne)
      case UInt8(ascii: "["):
        guard let set = brackets() else { return nil }
        tokens.append(.oneOf(set))
      case UInt8(ascii: "\\"):
        guard let escaped = next() else { return nil }
        tokens.append(.byte(escaped))
      default: tokens.append(.byte(byte))
      }
    }
    return tokens
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func next() -> UInt8? {
    guard let byte = peek else { return nil }
    position += 1
    return byte
  }

  /// Parses a run of stars. Two or more match across "/" only if they fill a whole path component, that is, between
  /// slashes or at an end of the pattern.
  private mutating func stars() -> [Glob.Token] {
    let start = position - 1
    while peek == UInt8(ascii: "*") { position += 1 }
    let beginsName = start == 0 || bytes[start - 1] == UInt8(ascii: "/")
    guard position - start > 1, beginsName else { return [.anyWithinName] }
    let rest = bytes[position...]
    if rest.isEmpty || rest.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "/")]) { return [.anything] }
    guard next() == UInt8(ascii: "/") else {
      position -= 1
      return [.anyWithinName]
    }
    return [.twoOrNone, .anything, .byte(UInt8(ascii: "/"))]
  }

  /// Parses a bracket expression after its "[". A "]" in the first position is a member of the set.
  private mutating func brackets() -> ByteSet? {
    var set = ByteSet()
    let isNegated = peek == UInt8(ascii: "!") || peek == UInt8(ascii: "^")
    if isNegated { position += 1 }
    var rangeStart: UInt8?
    guard var byte = next() else { return nil }
    repeat {
      guard let added = members(from: byte, &rangeStart), let following = next() else { return nil }
      set.formUnion(added)
      byte = following
    } while byte != UInt8(ascii: "]")
    return isNegated ? set.inverted : set
  }

  /// Parses one member, range or character class of a bracket expression. `rangeStart` is the preceding member if a "-"
  /// would make it the start of a range.
  private mutating func members(from byte: UInt8, _ rangeStart: inout UInt8?) -> ByteSet? {
    var first = byte
    if byte == UInt8(ascii: "-"), let start = rangeStart, let end = peek, end != UInt8(ascii: "]") {
      position += 1
      guard let last = end == UInt8(ascii: "\\") ? next() : end else { return nil }
      rangeStart = nil
      return ByteSet { (start...max(start, last)).contains($0) && $0 <= last }
    }
    if byte == UInt8(ascii: "["), peek == UInt8(ascii: ":") {
      guard let close = bytes[(position + 1)...].firstIndex(of: UInt8(ascii: "]")) else { return nil }
      if close > position + 1, bytes[close - 1] == UInt8(ascii: ":") {
        let name = bytes[position + 1..<close - 1]
        position = close + 1
        rangeStart = nil
        return ByteSet(className: name)
      }
    }
    if byte == UInt8(ascii: "\\") {
      guard let escaped = next() else { return nil }
      first = escaped
    }
    rangeStart = first
    return ByteSet { $0 == first }
  }
}
