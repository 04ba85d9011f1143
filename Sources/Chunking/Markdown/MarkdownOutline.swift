/// Splits a Markdown document into units (the smallest pieces of chunks), and collects its headings.
struct MarkdownOutline {
  private let lines: SourceLines
  private let firstLine: Int
  private let blocks: MarkdownBlocks
  private var builder: OutlineBuilder
  private var headings: [(level: Int, text: String)] = []
  private var isAfterHeading = false
  private var fences = 0

  /// Returns the units and headings of a document.
  ///
  /// - Parameters:
  ///   - builder: collects the units of the document's lines.
  ///   - firstLine: the first line after the front matter; 0 without front matter. Each line of the front matter is a
  ///     unit. Only short front matter shares a chunk with later lines (`SoftFrontMatter`).
  static func outline(in builder: OutlineBuilder, from firstLine: Int) -> Outline {
    var reader = MarkdownOutline(builder, from: firstLine)
    if firstLine > 0 {
      reader.builder.addLines(0..<firstLine, .frontMatter)
      reader.builder.openRun()
    }
    let body = reader.builder.outline.units.count
    reader.read()
    reader.builder.attachLastHeadings(from: body)
    return reader.builder.outline
  }

  private init(_ builder: OutlineBuilder, from firstLine: Int) {
    self.builder = builder
    self.firstLine = firstLine
    lines = builder.lines
    blocks = MarkdownBlocks(of: lines, from: firstLine)
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
    let first = builder.outline.units.count
    switch kind {
    case .heading(let level): return addHeading(level, range)
    case .fence:
      fences += 1
      builder.addCode(range, .fence(fences))
    case .code, .html: builder.addCode(range)
    case .listItem: addText(range, isItem: true)
    case .paragraph, .rule: addText(range, isItem: false)
    }
    if isQuoted(range.lowerBound), isQuoted(range.upperBound) { builder.continueQuotation(from: first) }
    isAfterHeading = false
  }

  /// Whether a line is part of a quotation or callout.
  private func isQuoted(_ line: Int) -> Bool {
    line < lines.count && lines.firstInk(of: line).map { lines.bytes[$0] == UInt8(ascii: ">") } ?? false
  }

  /// Adds a heading. A chunk ends before it, unless the unit before it is a heading without text of its own.
  private mutating func addHeading(_ level: Int, _ range: Range<Int>) {
    headings.removeAll { $0.level >= level }
    headings.append((level, HeadingText.text(of: range, in: lines)))
    if builder.outline.title == nil, level == 1 { builder.outline.title = headings.last?.text }
    builder.beginSection(headings.map(\.text))
    if !isAfterHeading { builder.openRun() }
    builder.addWhole(range, .heading, ease: .never)
    isAfterHeading = true
  }

  private mutating func addText(_ range: Range<Int>, isItem: Bool) {
    if let columns = MarkdownTable.columns(of: range, in: lines) {
      builder.addTable(range, headerLines: 2, columns: columns)
    } else if isItem {
      builder.addItem(range)
    } else {
      builder.addParagraph(range)
    }
  }
}
