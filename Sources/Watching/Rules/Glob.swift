/// A wildcard pattern as git reads it: it matches bytes, not characters, and no wildcard but `**` crosses a "/".
///
/// Matching steps a set of states through the text (Thompson, CACM 11(6), 1968) in O(pattern · text), where
/// backtracking is exponential. So no pattern that somebody commits can make a scan slow.
struct Glob: Hashable, Sendable {
  enum Token: Hashable, Sendable {
    case byte(UInt8)
    case anyOne
    case oneOf(ByteSet)
    /// `*`
    case anyWithinName
    /// `**` at the end, or before an escaped "/"
    case anything
    /// The start of `**/`: the two tokens that follow, `anything` and "/", match together or not at all.
    case twoOrNone
  }

  private let tokens: [Token]

  /// Nil for a pattern that can match nothing: a bracket that isn't closed, an unknown class, a lone `\` at the end.
  init?(_ pattern: ArraySlice<UInt8>) {
    var parser = GlobParser(pattern)
    guard let tokens = parser.parse() else { return nil }
    self.tokens = tokens
  }

  func matches(_ text: Span<UInt8>) -> Bool {
    var states = [Bool](repeating: false, count: tokens.count + 1)
    var next = states
    states[0] = true
    for index in text.indices {
      follow(&states)
      for state in next.indices { next[state] = false }
      step(text[index], from: states, to: &next)
      swap(&states, &next)
    }
    follow(&states)
    return states[tokens.count]
  }

  /// Follows the edges that need no byte. They lead forward only, so one pass is enough.
  private func follow(_ states: inout [Bool]) {
    for (state, token) in tokens.enumerated() where states[state] {
      switch token {
      case .byte, .anyOne, .oneOf: break
      case .anyWithinName, .anything: states[state + 1] = true
      case .twoOrNone:
        states[state + 1] = true
        states[state + 3] = true
      }
    }
  }

  private func step(_ byte: UInt8, from states: [Bool], to next: inout [Bool]) {
    let isSlash = byte == UInt8(ascii: "/")
    for (state, token) in tokens.enumerated() where states[state] {
      switch token {
      case .byte(let wanted): if byte == wanted { next[state + 1] = true }
      case .anyOne: if !isSlash { next[state + 1] = true }
      case .oneOf(let set): if !isSlash, set.contains(byte) { next[state + 1] = true }
      case .anyWithinName: if !isSlash { next[state] = true }
      case .anything: next[state] = true
      case .twoOrNone: break
      }
    }
  }
}
