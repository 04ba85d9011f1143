/// Collects the units of a document in order, and determines for each how easily a chunk may end after it (`Ease`).
struct OutlineBuilder {
  let lines: SourceLines
  var outline = Outline()
  private let payload: OpaquePayload
  private var unitOpensRun = false

  /// - Parameter payload: the ranges of the document that become part of no unit.
  init(lines: SourceLines, leavingOut payload: OpaquePayload) {
    self.lines = lines
    self.payload = payload
  }

  /// Forces a chunk boundary before the next unit.
  mutating func openRun() {
    unitOpensRun = true
  }

  /// Begins a section: `path` is the headings above the units that follow, outermost first.
  mutating func beginSection(_ path: [String]) {
    outline.headingPaths.append(path)
  }

  mutating func addWhole(_ lineRange: Range<Int>, _ kind: Unit.Kind = .prose, ease: Ease) {
    add(bytes(of: lineRange), kind, ease: ease)
  }

  /// Adds a paragraph: the records of a log or a chat if it has any, and its sentences.
  mutating func addParagraph(_ lineRange: Range<Int>) {
    let records = Records(of: lineRange, in: lines)
    if !records.prose.isEmpty { addSentences(records.prose) }
    for record in records.ranges { addWhole(record, .record, ease: .unit) }
  }

  private mutating func addSentences(_ lineRange: Range<Int>) {
    let range = bytes(of: lineRange)
    var start = range.lowerBound
    for end in Sentences(bytes: lines.bytes, range: range).ends() {
      add(start..<end, .prose, ease: end == range.upperBound ? .paragraph : .unit)
      start = end
    }
  }

  /// Adds an item of a list. The first item stays with the text that introduces the list.
  mutating func addItem(_ lineRange: Range<Int>) {
    let isIntroduced = outline.units.last.map(introduces) ?? false
    add(bytes(of: lineRange), .prose, ease: isIntroduced ? .introduction : .unit)
  }

  private func introduces(_ unit: Unit) -> Bool {
    unit.ease != .never && lines.bytes[unit.bytes.upperBound - 1] == UInt8(ascii: ":")
  }

  /// Adds each line with text as a unit.
  mutating func addLines(_ lineRange: Range<Int>, _ kind: Unit.Kind) {
    for line in lineRange where !lines.isBlank(line) { add(lines[line], kind, ease: .unit) }
  }

  /// Makes chunks end less easily after the units from `first` on, because the quotation goes on below them.
  mutating func continueQuotation(from first: Int) {
    for index in outline.units.indices.dropFirst(first)
    where outline.units[index].ease.rawValue > Ease.quotation.rawValue {
      outline.units[index].ease = .quotation
    }
  }

  /// Adds each line with text as a unit. A chunk ends most easily at a blank line before a line without indentation.
  mutating func addCode(_ lineRange: Range<Int>, _ kind: Unit.Kind = .line) {
    for line in lineRange where !lines.isBlank(line) {
      guard let (ease, next) = blockEnd(after: line, in: lineRange) else {
        add(lines[line], kind, ease: .unit)
        continue
      }
      add(lines[line], kind, ease: ease, decidedBy: ease == .definition ? lines[next] : nil)
    }
  }

  /// Adds a table: a header of `headerLines` lines, which stays with the first row, and rows of one line each.
  mutating func addTable(_ lineRange: Range<Int>, headerLines: Int, columns: [String]) {
    let (header, table) = (lineRange.prefix(headerLines), outline.tables.count)
    if !columns.isEmpty { outline.tables.append(columns) }
    for line in lineRange where !lines.isBlank(line) {
      let isHeader = header.contains(line)
      add(lines[line], isHeader || columns.isEmpty ? .line : .row(table), ease: isHeader ? .never : .unit)
    }
  }

  /// Attaches headings at the document's end, which have no text, to the text above them: a heading alone says nothing.
  ///
  /// - Parameter first: the index of the first unit that may be this text.
  mutating func attachLastHeadings(from first: Int) {
    let units = outline.units
    guard let text = units.lastIndex(where: { $0.kind != .heading }), first <= text, text + 1 < units.count,
      !payload.meets(units[text].bytes.upperBound..<units[text + 1].bytes.lowerBound)
    else { return }
    outline.units[text].ease = .never
    outline.units[text + 1].opensRun = false
  }

  /// Returns how easily a chunk of code may end after `line`, and the next line with text; nil if no blank line
  /// follows.
  private func blockEnd(after line: Int, in lineRange: Range<Int>) -> (ease: Ease, next: Int)? {
    guard line + 1 < lineRange.upperBound, lines.isBlank(line + 1) else { return nil }
    // Examine only the next few lines, so that the ease of a unit depends on its immediate context alone.
    let following = (line + 1..<min(line + 5, lineRange.upperBound)).first { !lines.isBlank($0) }
    guard let following else { return (.paragraph, line + 1) }
    let isOutermost = lines.firstInk(of: following) == lines[following].lowerBound
    return (isOutermost ? .definition : .paragraph, following)
  }

  /// Adds what opaque payload leaves of `range`. A chunk is one range of bytes, so one must end before each payload.
  private mutating func add(_ range: Range<Int>, _ kind: Unit.Kind, ease: Ease, decidedBy deciding: Range<Int>? = nil) {
    if payload.isEmpty { return addPart(range, kind, ease: ease, decidedBy: deciding) }
    let end = outline.units.last?.bytes.upperBound ?? 0
    if payload.meets(min(end, range.lowerBound)..<range.lowerBound) { unitOpensRun = true }
    let parts = payload.remainder(of: range)
    for (index, part) in parts.enumerated() {
      if index > 0 { unitOpensRun = true }
      addPart(part, kind, ease: ease, decidedBy: parts == [range] ? deciding : nil)
    }
  }

  private mutating func addPart(_ range: Range<Int>, _ kind: Unit.Kind, ease: Ease, decidedBy deciding: Range<Int>?) {
    guard let range = lines.trimmed(range) else { return }
    var unit = Unit(
      bytes: range, kind: kind, opensRun: unitOpensRun, ease: ease, deciding: deciding ?? range,
      section: outline.headingPaths.count - 1)
    if introduces(unit) { unit.ease = .introduction }
    outline.units.append(unit)
    unitOpensRun = false
  }

  private func bytes(of lineRange: Range<Int>) -> Range<Int> {
    lines[lineRange.lowerBound].lowerBound..<lines[lineRange.upperBound - 1].upperBound
  }
}
