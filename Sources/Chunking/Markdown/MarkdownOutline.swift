/// Splits a Markdown document into units (the smallest pieces of chunks), and collects its headings.
struct MarkdownOutline {
  private let lines: SourceLines
  private let firstLine: Int
  private let blocks: MarkdownBlocks
  private var builder: OutlineBuilder
  private var headings: [(level: Int, text: String)] = []
  /// The level of the last unit if it is a heading, to which the next unit is attached; otherwise nil.
  private var openHeading: Int?
  private var isAfterFence = false

  /// Returns the units and headings of a document.
  ///
  /// - Parameters:
  ///   - lines: the lines of the document.
  ///   - firstLine: the first line after the front matter; 0 without front matter. Each line of the front matter is a
  ///     unit. Front matter and later lines never share a chunk.
  static func outline(of lines: SourceLines, from firstLine: Int) -> Outline {
    var reader = MarkdownOutline(lines, from: firstLine)
    if firstLine > 0 {
      reader.builder.addLines(0..<firstLine, isCode: false)
      reader.builder.openRun()
    }
    reader.read()
    return reader.builder.outline
  }

  private init(_ lines: SourceLines, from firstLine: Int) {
    self.lines = lines
    self.firstLine = firstLine
    blocks = MarkdownBlocks(of: lines, from: firstLine)
    builder = OutlineBuilder(lines: lines)
  }

  /// Reads the document block by block. The lines of a block stay together, even across blank lines in code.
  /// Consecutive lines without a block form a paragraph.
  private mutating func read() {
    var line = firstLine
    while line < lines.count {
      if lines.isBlank(line) {
        line += 1
        continue
      }
      let block = blocks.blockOfLine[line]
      var end = line + 1
      while end < lines.count, blocks.blockOfLine[end] == block, block != nil || !lines.isBlank(end) {
        end += 1
      }
      add(block.map { blocks.blocks[$0].kind } ?? .paragraph, line..<end)
      line = end
    }
  }

  private mutating func add(_ kind: MarkdownBlocks.Kind, _ range: Range<Int>) {
    switch kind {
    case .heading(let level):
      addHeading(level, range)
      return
    case .fence:
      if openHeading == nil { builder.openRun() }
      builder.addLines(range, isCode: true)
    case .code, .html:
      if isAfterFence { builder.openRun() }
      builder.addLines(range, isCode: true)
    case .listItem:
      if isAfterFence { builder.openRun() }
      addText(range, isItem: true)
    case .paragraph, .rule:
      if isAfterFence { builder.openRun() }
      addText(range, isItem: false)
    }
    isAfterFence = kind == .fence
    openHeading = nil
  }

  /// Adds a heading. A chunk ends before it, unless the unit before it is a heading of an outer level.
  private mutating func addHeading(_ level: Int, _ range: Range<Int>) {
    headings.removeAll { $0.level >= level }
    headings.append((level, HeadingText.text(of: range, in: lines)))
    if builder.outline.title == nil, level == 1 { builder.outline.title = headings.last?.text }
    builder.beginSection(headings.map(\.text))
    if openHeading.map({ $0 >= level }) ?? true { builder.openRun() }
    builder.addWhole(range, ease: .never)
    openHeading = level
    isAfterFence = false
  }

  private mutating func addText(_ range: Range<Int>, isItem: Bool) {
    if isTable(range) {
      builder.addLines(range, isCode: false)
    } else if isItem {
      builder.addWhole(range, ease: .unit)
    } else {
      builder.addSentences(range)
    }
  }

  /// Returns whether the lines are a table in GitHub Flavored Markdown: whether the second line is a delimiter row with
  /// at least one pipe.
  private func isTable(_ range: Range<Int>) -> Bool {
    guard range.count >= 2 else { return false }
    let row = lines.bytes[lines[range.lowerBound + 1]].filter { !$0.isBlank && $0 != UInt8(ascii: ">") }
    return row.contains(UInt8(ascii: "|")) && row.contains(UInt8(ascii: "-"))
      && row.allSatisfy { $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ":") }
  }
}
