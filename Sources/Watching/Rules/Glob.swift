/// A wildcard pattern with git's semantics: it matches bytes, not characters, and only `**` matches across a "/".
///
/// Matching simulates a nondeterministic automaton by its set of states (Thompson, CACM 11(6), 1968), in time O(pattern
/// · text). Backtracking would take exponential time, so that a hostile pattern in a repository could stall a scan.
struct Glob: Hashable, Sendable {
  enum Token: Hashable, Sendable {
    case byte(UInt8)
    case anyOne
    case oneOf(ByteSet)
    /// `*`, which matches any bytes except "/".
    case anyWithinName
    /// `**` at the end or before an escaped "/", which matches any bytes.
    case anything
    /// The start of `**/`. The two tokens that follow, `anything` and "/", are matched together or skipped together.
    case twoOrNone
  }

  private let tokens: [Token]

  /// Parses a pattern. Returns nil for one that can match nothing: a bracket that isn't closed, an unknown character
  /// class, or a single `\` at the end.
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

  /// Adds the states that are reachable without consuming a byte. These transitions only lead forward, so one pass is
  /// enough.
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
