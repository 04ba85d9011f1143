internal import FreshetCorpus

/// Makes passages from chunks, and checks the final text of each against the size limits.
///
/// Token counts aren't additive: two units together can have more tokens than their sum, and normalized text more than
/// the original. A chunk whose text exceeds the maximum is halved until each part fits.
struct PassageAssembly {
  private let sizer: UnitSizer
  private let headingPaths: [[String]]
  private(set) var passages: [Passage] = []

  init(sizer: UnitSizer, headingPaths: [[String]]) {
    self.sizer = sizer
    self.headingPaths = headingPaths
  }

  mutating func add(_ chunk: ArraySlice<SizedUnit>) {
    guard let first = chunk.first, let last = chunk.last else { return }
    let bytes = first.unit.bytes.lowerBound..<last.unit.bytes.upperBound
    if let passage = passage(of: bytes, section: last.unit.section) {
      passages.append(passage)
    } else if chunk.count > 1 {
      let middle = chunk.startIndex + chunk.count / 2
      add(chunk[..<middle])
      add(chunk[middle...])
    } else {
      addHalves(of: bytes, section: last.unit.section)
    }
  }

  private mutating func addHalves(of bytes: Range<Int>, section: Int) {
    guard let halves = sizer.halves(of: bytes) else {
      passages.append(unboundedPassage(of: bytes, section: section))
      return
    }
    for half in halves {
      if let passage = passage(of: half, section: section) {
        passages.append(passage)
      } else {
        addHalves(of: half, section: section)
      }
    }
  }

  /// Makes a passage of these bytes of the document. Returns nil if its text has more tokens or bytes than a passage
  /// may have.
  private func passage(of bytes: Range<Int>, section: Int) -> Passage? {
    guard bytes.count <= sizer.sizes.maximumInBytes else { return nil }
    let passage = unboundedPassage(of: bytes, section: section)
    return sizer.measure(passage.text.string) <= sizer.sizes.maximum ? passage : nil
  }

  private func unboundedPassage(of bytes: Range<Int>, section: Int) -> Passage {
    let lines = sizer.lines
    let range = LineRange(
      first: lines.line(at: bytes.lowerBound) + 1, last: lines.line(at: bytes.upperBound - 1) + 1)
    let text = NormalizedText(normalizing: lines.bytes[bytes])
    return Passage(bytes: bytes, lines: range, headingPath: headingPaths[section], text: text)
  }
}
