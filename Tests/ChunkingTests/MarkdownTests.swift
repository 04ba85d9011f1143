internal import FreshetChunking
internal import FreshetCorpus
internal import FreshetSeededNumbers
import Testing

@Suite struct MarkdownTests {
  @Test func `headings bound chunks, and every chunk knows the headings above it`() {
    let document = part(
      """
      # Guide to *Freshet*

      Welcome.

      ## Setup
      ### On `Linux`

      Type this:

      ```sh
      # not a heading
      make
      ```

      Done.

      ## Use
      """, as: .markdown)
    let guide = "Guide to Freshet"
    #expect(document.title == guide)
    #expect(
      document.passages.map { Chunk($0) } == [
        Chunk([guide], 1...3, "# Guide to *Freshet*\n\nWelcome."),
        Chunk(
          [guide, "Setup", "On Linux"], 5...17,
          "## Setup\n### On `Linux`\n\nType this:\n\n```sh\n# not a heading\nmake\n```\n\nDone.\n\n## Use"),
      ])
  }

  @Test
  func `a heading without a body joins what is below it, and at the end what is above it`() {
    #expect(
      part("# A\n## B\n## C\n```\nx\n```\n# D\n\nText.\n# E\n## F\n", as: .markdown).passages.map { Chunk($0) } == [
        Chunk(["A", "C"], 1...6, "# A\n## B\n## C\n```\nx\n```"),
        Chunk(["D"], 7...11, "# D\n\nText.\n# E\n## F"),
      ])
  }

  @Test func `underlined headings are headings`() {
    #expect(
      part("Title\nof two lines\n===\n\nText.\n\nPart\n---\nMore.", as: .markdown).passages.map { Chunk($0) }
        == [
          Chunk(["Title of two lines"], 1...5, "Title\nof two lines\n===\n\nText."),
          Chunk(["Title of two lines", "Part"], 7...9, "Part\n---\nMore."),
        ])
  }

  @Test func `headings inside lists and quotes bound nothing`() {
    #expect(
      part("# A\n\n> # B\n\n- # C\n\nText.", as: .markdown).passages.map { Chunk($0) } == [
        Chunk(["A"], 1...7, "# A\n\n> # B\n\n- # C\n\nText.")
      ])
  }

  @Test func `each item of a nested list is a unit, with its own lines`() {
    let list = """
      1. First. With two sentences
         over two lines.
         - Inner one.
         - Inner two.

           Its second paragraph. Two sentences.
      2. Second.
         ```
         code
         ```
      """
    #expect(
      units(of: list, as: .markdown) == [
        "1. First. With two sentences\n   over two lines.", "   - Inner one.", "   - Inner two.",
        "     Its second paragraph. Two sentences.", "2. Second.", "   ```", "   code", "   ```",
      ])
  }

  @Test func `each row of a table is a unit`() {
    #expect(
      units(of: "Before. Now:\n\n| a | b |\n|---|:-:|\n| 1. x | 2 |\nlast\n\nAfter.", as: .markdown) == [
        "Before.", "Now:", "| a | b |", "|---|:-:|", "| 1. x | 2 |", "last", "After.",
      ])
  }

  @Test func `sentences run over line ends, also inside quotes`() {
    #expect(
      units(of: "One\nsentence. Two\r\nsentences.\n\n> Quoted\n> text. More.\n", as: .markdown) == [
        "One\nsentence.", "Two\nsentences.", "> Quoted\n> text.", "More.",
      ])
  }

  @Test func `link definitions, HTML, rules and indented code are covered`() {
    let text = """
      [a]: https://example.org "Title"
      [b]: /c

      <div class="x">
      <b>Hi. There.</b>
      </div>

      ---

          code. here.
          more

      <!-- a comment

      # not a heading

      end --> still html
      # Heading
      """
    #expect(
      units(of: text, as: .markdown) == [
        "[a]: https://example.org \"Title\"\n[b]: /c", "<div class=\"x\">", "<b>Hi. There.</b>", "</div>",
        "---",
        "    code. here.", "    more", "<!-- a comment", "# not a heading", "end --> still html", "# Heading",
      ])
  }

  @Test(arguments: [
    "<!-- a\n\n# b\n\nc -->\n", "<script>\n\n# b\n\nlet c</SCRIPT> d\n", "<?a\n\n# b\n\nc ?> d\n",
    "<![CDATA[\n\n# b\n]]>\n",
    "<!-- \(String(repeating: "a", count: 900)) -->\n",
  ])
  func `an HTML block ends where it says, and hides the headings inside`(_ html: String) {
    #expect(Set(part(html + "# H\n\nText.\n", as: .markdown).passages.map(\.headingPath)) == [[], ["H"]])
  }

  @Test func `a fence that never closes runs to the end`() {
    #expect(
      part("Text.\n\n~~~~ swift\n# a\n\n~~~\n\nb\n", as: .markdown).passages.map { Chunk($0) } == [
        Chunk([], 1...8, "Text.\n\n~~~~ swift\n# a\n\n~~~\n\nb")
      ])
  }

  @Test func `a code span of three backticks opens no fence`() {
    #expect(
      part("``` a ``` b\n# H\nText.\n", as: .markdown).passages.map { Chunk($0) } == [
        Chunk([], 1...1, "``` a ``` b"), Chunk(["H"], 2...3, "# H\nText."),
      ])
  }

  @Test func `line ends make no difference`() {
    var generator = SplitMix64(seed: 3)
    let text = "\n" + Manuscript.random(sections: 10, using: &generator).markdown
    let plain = part(text, as: .markdown).passages.map { Chunk($0) }
    for lineEnd in ["\r\n", "\r"] {
      #expect(part(text.replacing("\n", with: lineEnd), as: .markdown).passages.map { Chunk($0) } == plain)
    }
  }

  @Test func `a byte order mark lies in no passage`() {
    let document = part("\u{FEFF}# A\n\nText.", as: .markdown)
    #expect(document.title == "A")
    #expect(document.passages.map(\.bytes) == [3..<13])
  }

  @Test(arguments: ["", "\n\n", " \t\r\n\u{0C}", "\u{FEFF}", "\u{FEFF}\n"])
  func `a blank document has no passages`(_ text: String) {
    #expect(part(text, as: .markdown) == PartedDocument(title: nil, metadata: [:], passages: []))
  }
}

/// A passage without its bytes, which the coverage tests compare.
struct Chunk: Equatable, CustomStringConvertible {
  let path: [String]
  let lines: LineRange
  let text: String

  init(_ path: [String], _ lines: ClosedRange<Int>, _ text: String) {
    self.path = path
    self.lines = LineRange(first: lines.lowerBound, last: lines.upperBound)
    self.text = text
  }

  init(_ passage: Passage) {
    self.init(passage.headingPath, passage.lines.first...passage.lines.last, passage.text.string)
  }

  var description: String { "\(lines.first)...\(lines.last) \(path) \(text.debugDescription)" }
}
