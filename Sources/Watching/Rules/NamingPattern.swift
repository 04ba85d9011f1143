internal import FreshetCorpus

/// Decides which hidden and secret-like names an `include` pattern or an argument names explicitly. As in a shell, a
/// wildcard doesn't match the leading dot of a hidden name; and it doesn't match any part of a secret-like name.
struct NamingPattern: Hashable, Sendable {
  /// How explicitly a pattern must spell a name for it to count as named.
  enum Demand: Hashable {
    /// The name is ordinary, and needn't be named.
    case none
    /// The name is hidden: the pattern component must begin with a literal dot.
    case dot
    /// The name is secret-like: the pattern component must have no wildcard.
    case everything
  }

  struct Name {
    let bytes: [UInt8]
    let demand: Demand
    let isFolder: Bool
  }

  private enum Part: Hashable, Sendable {
    /// `**`, which matches any number of names.
    case names
    case exactly([UInt8])
    case wild(Glob, beginsWithDot: Bool)
  }

  private let parts: [Part]
  private let isAnchored: Bool
  private let matchesFoldersOnly: Bool

  /// Parses a pattern. Returns nil for a negated one (`!`), or for one that can't match anything.
  init?(line: ArraySlice<UInt8>) {
    guard let shape = IgnorePattern.Line(line), !shape.isNegated else { return nil }
    isAnchored = shape.isAnchored
    matchesFoldersOnly = shape.matchesFoldersOnly
    var parts: [Part] = []
    for part in shape.pattern.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      guard let part = Self.part(part) else { return nil }
      parts.append(part)
    }
    self.parts = parts
  }

  /// Makes a pattern that names this path and everything below it.
  init(exactly path: String) {
    isAnchored = true
    matchesFoldersOnly = false
    parts = path.pathNames.map { .exactly(Array($0.utf8)) }
  }

  /// Returns whether the pattern explicitly names the component `path[index]`, by itself or as part of a matching path.
  /// If `path` is a folder, it is enough that the pattern may match something below it.
  func names(_ index: Int, of path: [Name]) -> Bool {
    if !isAnchored { return fits(path[index]) && Self.matches(parts[0], path[index]) }
    var states: Set<Int> = [0]
    for (depth, name) in path.enumerated() {
      states = step(states, over: name)
      if states.isEmpty { return false }
      if depth >= index, states.contains(parts.count), fits(name) { return true }
    }
    return path[path.count - 1].isFolder && states.contains { $0 < parts.count }
  }

  private func fits(_ name: Name) -> Bool { name.isFolder || !matchesFoldersOnly }

  /// Advances the automaton by one path component. Each state is the number of pattern components matched so far.
  private func step(_ states: Set<Int>, over name: Name) -> Set<Int> {
    var next: Set<Int> = []
    for state in skippingFreely(states) where state < parts.count && Self.matches(parts[state], name) {
      next.insert(parts[state] == .names ? state : state + 1)
    }
    return skippingFreely(next)
  }

  /// Adds the states that follow each `**`, because `**` may match no name at all.
  private func skippingFreely(_ states: Set<Int>) -> Set<Int> {
    var reached = states
    for state in states {
      var state = state
      while state < parts.count, parts[state] == .names {
        state += 1
        reached.insert(state)
      }
    }
    return reached
  }

  private static func matches(_ part: Part, _ name: Name) -> Bool {
    switch part {
    case .names: name.demand == .none
    case .exactly(let bytes): bytes == name.bytes
    case .wild(let glob, let beginsWithDot):
      name.demand != .everything && (beginsWithDot || name.demand == .none) && glob.matches(name.bytes.span)
    }
  }

  private static func part(_ text: ArraySlice<UInt8>) -> Part? {
    if text.elementsEqual("**".utf8) { return .names }
    if !text.contains(where: { "*?[\\".utf8.contains($0) }) { return .exactly(Array(text)) }
    if let plain = unescaped(text) { return .exactly(plain) }
    let beginsWithDot = text.starts(with: ".".utf8) || text.starts(with: "\\.".utf8)
    return Glob(text).map { .wild($0, beginsWithDot: beginsWithDot) }
  }

  /// Returns the literal text of a pattern component without wildcards; nil if it has a wildcard.
  private static func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var (plain, rest): ([UInt8], ArraySlice<UInt8>) = ([], text)
    while let byte = rest.popFirst() {
      if "*?[".utf8.contains(byte) { return nil }
      guard byte == UInt8(ascii: "\\") else {
        plain.append(byte)
        continue
      }
      guard let escaped = rest.popFirst() else { return nil }
      plain.append(escaped)
    }
    return plain
  }
}
