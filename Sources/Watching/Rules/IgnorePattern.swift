/// The pattern of one line of an ignore file (gitignore(5)).
struct IgnorePattern: Hashable, Sendable {
  private enum Shape: Hashable, Sendable {
    case exactly([UInt8])
    /// A pattern such as `*.log`, whose only wildcard is a leading star. The value is the part after the star.
    case endingIn([UInt8])
    /// The bytes before the first wildcard, and the rest as a glob. Git splits patterns at the same place, so that the
    /// `**/` in `a**/b` counts as a whole component.
    case wild([UInt8], Glob)
  }

  /// Whether the line begins with `!`, so that a match re-includes what an earlier pattern excluded.
  let isNegated: Bool
  /// Whether the line ends with "/", so that the pattern matches only folders.
  let matchesFoldersOnly: Bool
  /// Whether the pattern contains a "/" before its end, so that it matches paths relative to the ignore file's folder.
  /// Otherwise it matches names in any folder.
  let isAnchored: Bool
  private let shape: Shape

  /// Parses a line. Returns nil for an empty line, a comment, or a pattern that can match nothing.
  init?(line: ArraySlice<UInt8>) {
    guard let line = Line(line), let shape = Self.shape(of: line.pattern, isAnchored: line.isAnchored) else {
      return nil
    }
    isNegated = line.isNegated
    matchesFoldersOnly = line.matchesFoldersOnly
    isAnchored = line.isAnchored
    self.shape = shape
  }

  /// Makes a pattern that matches only the file or folder at this path. Wildcard characters in the path have no special
  /// meaning.
  init(exactly path: String) {
    isNegated = false
    matchesFoldersOnly = false
    isAnchored = true
    shape = .exactly(Array(path.utf8))
  }

  /// Returns whether the pattern matches an entry. `path` is relative to the ignore file's folder; `name` is the last
  /// component of `path`.
  func matches(_ path: Span<UInt8>, name: Span<UInt8>, isFolder: Bool) -> Bool {
    if matchesFoldersOnly && !isFolder { return false }
    let text = isAnchored ? path : name
    switch shape {
    case .exactly(let wanted):
      return text.count == wanted.count && text.hasPrefix(wanted)
    case .endingIn(let wanted):
      return text.count >= wanted.count && text.extracting(last: wanted.count).hasPrefix(wanted)
    case .wild(let prefix, let glob):
      return text.hasPrefix(prefix) && glob.matches(text.extracting(droppingFirst: prefix.count))
    }
  }

  private static func shape(of line: ArraySlice<UInt8>, isAnchored: Bool) -> Shape? {
    let wild = line.firstIndex { "*?[\\".utf8.contains($0) }
    guard let wild else { return .exactly(Array(line)) }
    let rest = line[(wild + 1)...]
    if !isAnchored, wild == line.startIndex, line[wild] == UInt8(ascii: "*"),
      !rest.contains(where: { "*?[\\".utf8.contains($0) })
    {
      return .endingIn(Array(rest))
    }
    return Glob(line[wild...]).map { .wild(Array(line[..<wild]), $0) }
  }

}

extension IgnorePattern {
  /// A line of an ignore file, parsed into its markers (`!` and "/") and the pattern without them.
  struct Line {
    let isNegated, matchesFoldersOnly, isAnchored: Bool
    let pattern: ArraySlice<UInt8>

    /// Parses a line. Returns nil for an empty line or a comment.
    init?(_ line: ArraySlice<UInt8>) {
      var line = IgnorePattern.trimmed(line)
      guard let first = line.first, first != UInt8(ascii: "#") else { return nil }
      isNegated = first == UInt8(ascii: "!")
      if isNegated { line.removeFirst() }
      matchesFoldersOnly = line.last == UInt8(ascii: "/")
      if matchesFoldersOnly { line.removeLast() }
      isAnchored = line.contains(UInt8(ascii: "/"))
      if line.first == UInt8(ascii: "/") { line.removeFirst() }
      guard !line.isEmpty else { return nil }
      pattern = line
    }
  }

  /// Returns the line without a CR at its end, without everything from a NUL on, and without trailing spaces that no
  /// `\` escapes.
  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    line = line.prefix { $0 != 0 }
    var end = line.startIndex
    var index = line.startIndex
    while index < line.endIndex {
      let isEscape = line[index] == UInt8(ascii: "\\")
      if isEscape && index + 1 == line.endIndex { return line }
      let isBlank = line[index] == UInt8(ascii: " ")
      index += isEscape ? 2 : 1
      if !isBlank { end = index }
    }
    return line[..<end]
  }
}

extension Span<UInt8> {
  func hasPrefix(_ bytes: [UInt8]) -> Bool {
    guard count >= bytes.count else { return false }
    for index in bytes.indices where self[index] != bytes[index] { return false }
    return true
  }
}
