/// One line of an ignore file (gitignore(5)).
struct IgnorePattern: Hashable, Sendable {
  private enum Shape: Hashable, Sendable {
    case exactly([UInt8])
    /// `*.log`: a star, and then no wildcard. The value is what follows the star.
    case endingIn([UInt8])
    /// The bytes before the first wildcard, and the pattern from there on. Git splits it so too: `a**/b` has a whole
    /// `**/`.
    case wild([UInt8], Glob)
  }

  /// Whether the line begins with `!`, and so takes back what an earlier pattern excluded.
  let isNegated: Bool
  /// Whether the line ends with "/".
  let matchesFoldersOnly: Bool
  /// Whether a "/" elsewhere ties the pattern to its file's folder. Without one, the pattern is compared with the bare
  /// name.
  let isAnchored: Bool
  private let shape: Shape

  /// Nil for an empty line, a comment, and a pattern that can match nothing.
  init?(line: ArraySlice<UInt8>) {
    guard let line = Line(line), let shape = Self.shape(of: line.pattern, isAnchored: line.isAnchored) else {
      return nil
    }
    isNegated = line.isNegated
    matchesFoldersOnly = line.matchesFoldersOnly
    isAnchored = line.isAnchored
    self.shape = shape
  }

  /// A pattern that matches this path alone, a file or a folder, whatever characters it has.
  init(exactly path: String) {
    isNegated = false
    matchesFoldersOnly = false
    isAnchored = true
    shape = .exactly(Array(path.utf8))
  }

  /// `path` is relative to the ignore file's folder; `name` is its last part.
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
  /// A line split into the signs around a pattern, and the pattern without them.
  struct Line {
    let isNegated, matchesFoldersOnly, isAnchored: Bool
    let pattern: ArraySlice<UInt8>

    /// Nil for an empty line and a comment.
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

  /// The line without a CR at its end, what follows a NUL, and trailing blanks that no `\` protects.
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
