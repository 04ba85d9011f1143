/// A Markdown text reduced, line by line, to the characters that determine its block structure.
///
/// In CommonMark, the block structure depends on the beginning of each line, on the ends of HTML blocks, and on
/// backticks in the info string of a code fence. Other text is replaced by one "x". So cmark parses few bytes and
/// almost no inline elements, for which it took quadratic time (CVE-2022-39209, CVE-2023-22483 to 22486 concern inlines
/// or tables). The skeleton keeps at most 24 structural characters of a line, which limits nesting, and so also the
/// open list items that cmark checks at each blank line. Link reference definitions become paragraphs; their text is
/// indexed like any other.
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

  /// Appends the character sequences in `rest` that end an HTML block: a closing `</script>`, `</pre>` or `</style>`,
  /// or the end of a comment, a processing instruction, a declaration or a CDATA section.
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
  /// Whether the byte can be part of a line's block structure: white space, a digit, or a character of the markup of
  /// quotes, lists, headings, code fences, rules and heading underlines.
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
