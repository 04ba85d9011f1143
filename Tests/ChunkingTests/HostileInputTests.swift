internal import FreshetChunking
internal import FreshetCorpus
internal import Synchronization
import Testing

/// Inputs that made Markdown parsers take quadratic time or overflow the stack. Work is counted in bytes
/// measured, not in seconds; the time limit only ends a run that would hang.
@Suite(.timeLimit(.minutes(2))) struct HostileInputTests {
  static let atoms = [
    ">", "> ", "[", "![", "[a](", "- ", "-\n", "* a\n\n", "# a\n", "`", "`a", "<", "<a ", "<!-- ", "<?",
    "</pre>", "\n", " ", "\t", "a",
    "a ", "中", "a.", "Xyz. ", ".", "\u{301}", "|", "a|a\n", "```\n", "> a\n> > b\n", "*", "_a ", ",",
    "a\n=\n", "[a]: b\n", "---\n",
    "a: b\n", "👩‍👩‍👧‍👦", "\r", "\u{0C}\n",
  ]

  @Test(arguments: atoms)
  func `an atom repeated costs work in proportion to its length`(_ atom: String) {
    expectLinearWork(on: String(repeating: atom, count: 100_000 / atom.utf8.count), atom)
  }

  @Test func `deep lists, wide tables and long lines cost work in proportion to their length`() {
    expectLinearWork(
      on: String(repeating: "- ", count: 20_000) + String(repeating: "\n", count: 100_000) + "a", "deep list")
    expectLinearWork(
      on: (0..<400).map { String(repeating: " ", count: 2 * $0) + "- a\n" }.joined(), "nested list")
    let row = String(repeating: "a|", count: 10_000)
    let rows = String(repeating: "-|", count: 10_000) + "\n" + String(repeating: "a\n", count: 10_000)
    expectLinearWork(on: row + "\n" + rows, "wide table")
    expectLinearWork(on: "---\n" + String(repeating: "a: b\n", count: 20_000), "front matter without end")
    expectLinearWork(on: "# " + String(repeating: "[", count: 100_000), "long heading")
  }

  @Test func `a line of ten million bytes parts`() {
    let line = Array(String(repeating: "let a=b;f(x);", count: 800_000).utf8)
    let passages = ContentDefinedChunker(measure: Measures.wordPieces).part(line, as: .sourceCode).passages
    #expect(passages.map(\.bytes.count).reduce(0, +) == line.count)
  }

  /// A unit is measured once for each grain, a within-word piece once for each halving from 4,096 bytes, a
  /// chunk once.
  private func expectLinearWork(on text: String, _ name: String) {
    let bytes = Array(text.utf8)
    for format in [DocumentFormat.markdown, .plainText, .sourceCode] {
      let counter = MeasureCounter()
      let passages = ContentDefinedChunker(measure: { counter.measure($0) }).part(bytes, as: format).passages
      let covered = passages.map(\.bytes.count).reduce(0, +)
      #expect(covered <= bytes.count, "\(name), \(format)")
      #expect(counter.bytes <= 16 * bytes.count + 4096, "\(name), \(format)")
    }
  }
}

/// Word pieces, and how many bytes it was asked to look at.
private final class MeasureCounter: Sendable {
  private let total = Atomic(0)

  var bytes: Int { total.load(ordering: .relaxed) }

  func measure(_ text: String) -> Int {
    total.add(text.utf8.count, ordering: .relaxed)
    return Measures.wordPieces(text)
  }
}
