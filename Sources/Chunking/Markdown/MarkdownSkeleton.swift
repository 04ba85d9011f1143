/// A Markdown text reduced to what decides its block structure, line by line.
///
/// CommonMark's blocks depend on how each line begins, on what closes an HTML block, and on backticks in a fence's info
/// string. All else becomes one "x". So cmark parses a fraction of the bytes and almost no inlines, where parsers of
/// its family took quadratic time (CVE-2022-39209, CVE-2023-22483 to 22486 are all about inlines or tables). The
/// skeleton keeps at most 24 structural characters of a line, so nothing nests deeper. cmark matches a blank line
/// against every open list item, which also costs at most that. Link reference definitions become paragraphs: their
/// text is prose like any other.
struct MarkdownSkeleton {
  private(set) var text: [UInt8] = []

  private static let maximumDepth = 24
  private static let maximumIndentation = 100
  private static let maximumTag = 512

  init(of lines: SourceLines, from firstLine: Int) {
    text.reserveCapacity(lines.bytes.count / 4 + 16)
    for line in firstLine..<max(firstLine, lines.count) {
      append(lines.bytes, in: lines[line])
      text.append(.lineFeed)
    }
  }

  private mutating func append(_ bytes: [UInt8], in line: Range<Int>) {
    let start = text.count
    var ink = 0
    var hasBacktick = false
    var index = line.lowerBound
    while index < line.upperBound, bytes[index].isStructural {
      let byte = bytes[index]
      if !byte.isBlank { ink += 1 }
      if byte == UInt8(ascii: "`") { hasBacktick = true }
      if byte.isBlank ? text.count - start < Self.maximumIndentation : ink <= Self.maximumDepth {
        text.append(byte)
      }
      index += 1
    }
    let rest = bytes[index..<line.upperBound]
    if rest.first == UInt8(ascii: "<") {
      appendTag(rest.prefix(Self.maximumTag))
      appendClosers(rest.dropFirst(Self.maximumTag))
    } else if !rest.isEmpty {
      text.append(UInt8(ascii: "x"))
      if hasBacktick, rest.contains(UInt8(ascii: "`")) { text.append(UInt8(ascii: "`")) }
      appendClosers(rest)
    }
  }

  private mutating func appendTag(_ tag: ArraySlice<UInt8>) {
    for byte in tag {
      let isNeutral = byte.isLetter || byte.isDigit || byte.isBlankWithinLine || Self.tagMarks.contains(byte)
      text.append(isNeutral ? byte : UInt8(ascii: "x"))
    }
  }

  /// Appends what ends an HTML block: a closing tag of raw text, or the end of a comment, an instruction, a declaration
  /// or a CDATA section.
  private mutating func appendClosers(_ rest: ArraySlice<UInt8>) {
    guard rest.contains(UInt8(ascii: ">")) else { return }
    text.append(UInt8(ascii: ">"))
    var missing = Self.closers
    for index in rest.indices where rest[index] == UInt8(ascii: ">") {
      let head = rest[...index]
      guard let found = missing.firstIndex(where: { Self.ends(head, with: $0) }) else { continue }
      text += missing.remove(at: found)
    }
  }

  private static func ends(_ head: ArraySlice<UInt8>, with closer: [UInt8]) -> Bool {
    head.count >= closer.count
      && zip(head.suffix(closer.count), closer).allSatisfy { $0 | ($1.isLetter ? 0x20 : 0) == $1 }
  }

  private static let tagMarks = Array("<>[/=\"'!?-:.".utf8)
  private static let closers = ["-->", "?>", "]]>", "</script>", "</pre>", "</style>"].map { Array($0.utf8) }
}

extension UInt8 {
  /// Space, tab, and the marks of quotes, lists, headings, fences, rules and underlines.
  fileprivate var isStructural: Bool {
    switch self {
    case 0x20, 0x09, UInt8(ascii: ">"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"),
      UInt8(ascii: "#"),
      UInt8(ascii: "`"), UInt8(ascii: "~"), UInt8(ascii: "="), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: ")"):
      true
    default: isDigit
    }
  }
}
