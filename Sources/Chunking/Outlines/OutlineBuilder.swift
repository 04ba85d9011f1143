/// Collects the units of a document in order, and determines for each how easily a chunk may end after it (`Ease`).
struct OutlineBuilder {
  let lines: SourceLines
  var outline = Outline()
  private var unitOpensRun = false

  init(lines: SourceLines) {
    self.lines = lines
  }

  /// Forces a chunk boundary before the next unit.
  mutating func openRun() {
    unitOpensRun = true
  }

  /// Begins a section: `path` is the headings above the units that follow, outermost first.
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

  /// Adds each line with text as a unit. In code, a chunk ends most easily at a blank line before a line without
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
