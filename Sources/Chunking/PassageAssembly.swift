internal import FreshetCorpus

/// Makes passages from chunks, and checks the final text of each against the size limits.
///
/// Token counts aren't additive: two units together can have more tokens than their sum, and normalized text more than
/// the original. A chunk whose text exceeds the maximum is halved until each part fits.
struct PassageAssembly {
  private let sizer: UnitSizer
  private let outline: Outline
  private(set) var passages: [Passage] = []

  private typealias Context = (section: Int, columns: [String])

  init(sizer: UnitSizer, outline: Outline) {
    self.sizer = sizer
    self.outline = outline
  }

  mutating func add(_ chunk: ArraySlice<SizedUnit>) {
    guard let first = chunk.first, let last = chunk.last else { return }
    let bytes = first.unit.bytes.lowerBound..<last.unit.bytes.upperBound
    let context = context(of: chunk)
    let middle = chunk.startIndex + chunk.count / 2
    if let passage = passage(of: bytes, context) {
      passages.append(passage)
    } else if chunk.count > 1, chunk[..<middle].contains(where: { $0.unit.kind != .heading }) {
      add(chunk[..<middle])
      add(chunk[middle...])
    } else {
      addHalves(of: bytes, context)
    }
  }

  /// The section of the chunk's text, whatever front matter and headings without text precede it; and the columns of
  /// the table whose rows the chunk begins with.
  private func context(of chunk: ArraySlice<SizedUnit>) -> Context {
    let text = chunk.first { $0.unit.kind != .heading && $0.unit.kind != .frontMatter } ?? chunk[chunk.endIndex - 1]
    guard case .row(let table)? = chunk.first?.unit.kind else { return (text.unit.section, []) }
    return (text.unit.section, outline.tables[table])
  }

  private mutating func addHalves(of bytes: Range<Int>, _ context: Context) {
    guard let halves = sizer.halves(of: bytes) else {
      passages.append(unboundedPassage(of: bytes, context))
      return
    }
    for half in halves {
      if let passage = passage(of: half, context) {
        passages.append(passage)
      } else {
        addHalves(of: half, context)
      }
    }
  }

  /// Makes a passage of these bytes of the document. Returns nil if its text has more tokens or bytes than a passage
  /// may have.
  private func passage(of bytes: Range<Int>, _ context: Context) -> Passage? {
    guard bytes.count <= sizer.sizes.maximumInBytes else { return nil }
    let passage = unboundedPassage(of: bytes, context)
    return sizer.measure(passage.text.string) <= sizer.sizes.maximum ? passage : nil
  }

  private func unboundedPassage(of bytes: Range<Int>, _ context: Context) -> Passage {
    let lines = sizer.lines
    let range = LineRange(
      first: lines.line(at: bytes.lowerBound) + 1, last: lines.line(at: bytes.upperBound - 1) + 1)
    let text = NormalizedText(normalizing: lines.bytes[bytes])
    return Passage(
      bytes: bytes, lines: range, headingPath: outline.headingPaths[context.section], columns: context.columns,
      text: text)
  }
}
