/// Collects units in the order of the document, and gives each the ease with which a chunk ends after it.
struct OutlineBuilder {
  let lines: SourceLines
  var outline = Outline()
  private var unitOpensRun = false

  init(lines: SourceLines) {
    self.lines = lines
  }

  /// Makes the next unit begin a run, so that it shares no chunk with the one before it.
  mutating func openRun() {
    unitOpensRun = true
  }

  /// Begins a section: the next units lie under the headings of `path`.
  mutating func beginSection(_ path: [String]) {
    outline.headingPaths.append(path)
  }

  mutating func addWhole(_ lineRange: Range<Int>, ease: Ease) {
    add(bytes(of: lineRange), ease: ease)
  }

  mutating func addSentences(_ lineRange: Range<Int>) {
    let range = bytes(of: lineRange)
    var start = range.lowerBound
    for end in Sentences(bytes: lines.bytes, range: range).ends() {
      add(start..<end, ease: end == range.upperBound ? .paragraph : .unit)
      start = end
    }
  }

  /// Adds each line with text as a unit. In code, the best place for a cut is a blank line before a line without
  /// indentation.
  mutating func addLines(_ lineRange: Range<Int>, isCode: Bool) {
    for line in lineRange where !lines.isBlank(line) {
      guard isCode, let (ease, next) = blockEnd(after: line, in: lineRange) else {
        add(lines[line], ease: .unit)
        continue
      }
      add(lines[line], ease: ease, decidedBy: ease == .definition ? lines[next] : nil)
    }
  }

  /// If blank lines follow `line`, how easily a chunk of code ends there, and the line after them.
  private func blockEnd(after line: Int, in lineRange: Range<Int>) -> (ease: Ease, next: Int)? {
    guard line + 1 < lineRange.upperBound, lines.isBlank(line + 1) else { return nil }
    // Look only a few lines ahead, so that a unit's ease depends on its neighbours alone.
    let following = (line + 1..<min(line + 5, lineRange.upperBound)).first { !lines.isBlank($0) }
    guard let following else { return (.paragraph, line + 1) }
    let isOutermost = lines.firstInk(of: following) == lines[following].lowerBound
    return (isOutermost ? .definition : .paragraph, following)
  }

  private mutating func add(_ range: Range<Int>, ease: Ease, decidedBy deciding: Range<Int>? = nil) {
    guard let range = lines.trimmed(range) else { return }
    let introduces = lines.bytes[range.upperBound - 1] == UInt8(ascii: ":") && ease != .never
    outline.units.append(
      Unit(
        bytes: range, opensRun: unitOpensRun, ease: introduces ? .introduction : ease,
        deciding: deciding ?? range,
        section: outline.headingPaths.count - 1))
    unitOpensRun = false
  }

  private func bytes(of lineRange: Range<Int>) -> Range<Int> {
    lines[lineRange.lowerBound].lowerBound..<lines[lineRange.upperBound - 1].upperBound
  }
}
