import FreshetCoherence
import FreshetCorpus
import FreshetSeededNumbers
import Testing

struct DifferingLinesTests {
  private static func lines(_ first: Int, _ last: Int) -> LineRange { LineRange(first: first, last: last) }

  private static func compare(
    _ passages: [(LineRange, String)], _ source: String
  ) -> (served: [LineRange], source: [LineRange]) {
    let found = DifferingLines(served: passages, source: Array(source.utf8))
    return (found.served, found.source)
  }

  @Test func `a changed line is named on both sides`() {
    let found = Self.compare(
      [(Self.lines(1, 3), "# Pumps\n\nThree of them."), (Self.lines(5, 5), "Tides come.")],
      "# Pumps\n\nFour of them.\n\nTides come.\n")
    #expect(found.served == [Self.lines(1, 3)])
    #expect(found.source == [Self.lines(3, 3)])
  }

  @Test func `what only moved, or has other line ends and blanks at them, differs nowhere`() {
    let found = Self.compare(
      [(Self.lines(1, 1), "One."), (Self.lines(3, 3), "Two.")], "\r\nTwo.  \r\n\r\n\r\nOne.\t\r\n")
    #expect(found.served == [] && found.source == [])
  }

  @Test func `of a document that is gone every passage differs, of a new one every line with text`() {
    let gone = Self.compare([(Self.lines(1, 2), "One.\nMore."), (Self.lines(3, 4), "Two.")], "")
    #expect(gone.served == [Self.lines(1, 4)] && gone.source == [])
    let new = Self.compare([], "One.\nTwo.\n\nThree.\n")
    #expect(new.served == [] && new.source == [Self.lines(1, 2), Self.lines(4, 4)])
  }

  @Test func `bytes that are no text, and a file without an end of line, break nothing`() {
    let found = DifferingLines(served: [(Self.lines(1, 1), "One.")], source: [0xFF, 0x0D, 0x0A, 0x0D, 0x4F])
    #expect(found.served == [Self.lines(1, 1)])
    #expect(found.source == [Self.lines(1, 1), Self.lines(3, 3)])
  }

  @Test func `exactly the lines of the source that no passage has are named, whatever the texts`() {
    for seed in UInt64(1)...500 {
      var generator = SplitMix64(seed: seed)
      let words = ["alpha", "beta", "gamma", "", "delta", "  indented"]
      let source = (0..<Int.random(in: 0...12, using: &generator)).map { _ in generator.pick(words) }
      let served = (0..<Int.random(in: 0...5, using: &generator)).map { _ in generator.pick(words) }
      let found = Self.compare(served.map { (Self.lines(1, 1), $0) }, source.joined(separator: "\n"))
      let named = Set(found.source.flatMap { $0.first...$0.last })
      let expected = Set(source.indices.filter { !source[$0].isEmpty && !served.contains(source[$0]) }.map { $0 + 1 })
      #expect(named == expected, "seed \(seed): \(source), \(served)")
    }
  }
}
