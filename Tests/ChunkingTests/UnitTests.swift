internal import FreshetChunking
internal import FreshetCorpus
import Testing

@Suite struct UnitTests {
  @Test(arguments: [
    ["It costs 3.5 euros.", "See v1.2.3 of file.txt for more.", "Then go."],
    ["Ask Dr. Smith, e.g. on Monday.", "J. R. Tolkien et al. wrote it.", "See Fig. 3 and No. 5."],
    ["Is it?", "\"Yes!\" he said.", "(So it is.)", "**Bold.**", "Last…", "End"],
    ["The U.S. Senate met.", "Was it I?", "No.", "It was."],
    ["これは文です。", "次の文「はい。」", "本当？", "終わり"],
    ["Wait... what?", "So...", "Well."],
  ])
  func `sentences end at stops and nowhere else`(_ sentences: [String]) {
    let isSpaced = sentences[0].utf8.first.map { $0 < 0x80 } ?? true
    #expect(units(of: sentences.joined(separator: isSpaced ? " " : ""), as: .plainText) == sentences)
  }

  @Test func `a number at the head of a line is no sentence`() {
    #expect(units(of: "1986. A great year. Truly.", as: .plainText) == ["1986. A great year.", "Truly."])
  }

  @Test func `plain text parts at blank lines and list items`() {
    #expect(
      units(
        of:
          "Intro here\nand there.\n- one. Two.\n  more\n* two\n10) ten\n\nPara - with dash.\n3.5 is no item.",
        as: .plainText) == [
          "Intro here\nand there.", "- one. Two.\n  more", "* two", "10) ten", "Para - with dash.",
          "3.5 is no item.",
        ])
  }

  @Test func `a line of code is a unit, and keeps its indentation`() {
    #expect(units(of: "func a() {\n\tb. C()\n\n}\n", as: .sourceCode) == ["func a() {", "\tb. C()", "}"])
  }

  @Test func `code parts before outermost definitions`() {
    let functions = (0..<40).map { index in
      "func f\(index)() {\n" + (0..<6).map { "  let value\($0) = compute(\(index), \($0))\n" }.joined() + "}"
    }
    let passages = part(functions.joined(separator: "\n\n"), as: .sourceCode).passages
    let atDefinition = passages.count { $0.text.string.hasPrefix("func") }
    #expect(atDefinition * 10 >= passages.count * 7, "\(atDefinition) of \(passages.count)")
  }

  @Test func `what no chunk can hold parts at clauses, then words, then characters`() {
    let sizes = ChunkSizes(minimum: 4, target: 8, maximum: 12)
    let chunker = ContentDefinedChunker(sizes: sizes, measure: Measures.characters)
    func texts(_ text: String) -> [String] {
      chunker.part(Array(text.utf8), as: .plainText).passages.map(\.text.string)
    }
    #expect(texts("alpha, beta; gamma") == ["alpha,", "beta; gamma"])
    #expect(texts("alpha beta gamma") == ["alpha", "beta gamma"])
    let families = texts(String(repeating: "👩‍👩‍👧‍👦", count: 40))
    #expect(families.allSatisfy { $0.allSatisfy { $0 == "👩‍👩‍👧‍👦" } })
    #expect(families.joined().count == 40)
  }

  @Test func `the identity names the rules and the sizes`() {
    #expect(ContentDefinedChunker(measure: Measures.one).identity == "freshet-cdc-3/40-100-254/4096")
    #expect(ChunkSizes(limitedTo: 510) == ChunkSizes())
    #expect(ChunkSizes(limitedTo: 126) == ChunkSizes(minimum: 20, target: 50, maximum: 126))
    #expect(ChunkSizes(limitedTo: 1) == ChunkSizes(minimum: 1, target: 1, maximum: 1))
  }

  @Test(arguments: [
    ("a/README.md", DocumentFormat.markdown), ("x.MDX", .markdown), ("a.b.markdown", .markdown),
    ("notes.txt", .plainText),
    ("LICENSE", .plainText), ("md", .plainText), ("dir.md/file", .plainText), (".md", .markdown),
    ("a.rst", .plainText),
    ("Package.swift", .sourceCode), ("src/Makefile", .sourceCode), ("Dockerfile", .sourceCode),
    ("CMakeLists.txt", .sourceCode), ("data.JSON", .sourceCode), ("", .plainText),
  ])
  func `a path tells the format`(_ path: String, _ format: DocumentFormat) {
    #expect(DocumentFormat(forPath: path) == format)
  }
}
