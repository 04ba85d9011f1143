internal import FreshetChunking
internal import FreshetCorpus
internal import FreshetSeededNumbers
import Testing

@Suite struct FrontMatterTests {
  @Test func `front matter is metadata, and its title is the document's`() {
    let text = """
      ---
      title: "A: title"
      author: 'Ann'
      draft: false # not yet
      tags: [one, "two"]
      list:
        - three
        - 'four'
      flush:
      - five
      - six
      summary: >
        Folded text
        over lines
      nested:
        key: passed over
      url: https://example.org/#top
      # a comment
      empty:
      ---
      # Heading

      Text.
      """
    let document = part(text, as: .markdown)
    #expect(document.title == "A: title")
    #expect(
      document.metadata == [
        "title": "A: title", "author": "Ann", "draft": "false", "tags": "one, two", "list": "three, four",
        "flush": "five, six", "summary": "Folded text over lines", "url": "https://example.org/#top",
      ])
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).prefix(20)
    #expect(document.passages.dropLast().map(\.text.string).joined(separator: "\n") == lines.joined(separator: "\n"))
    #expect(document.passages.dropLast().allSatisfy { $0.headingPath == [] })
    #expect(document.passages.last.map { Chunk($0) } == Chunk(["Heading"], 21...23, "# Heading\n\nText."))
  }

  @Test(arguments: [
    "---\ntitle: x\n\nIt never closes.\n", "---\nA thematic break. Not front matter.\n---\n",
    "\n---\ntitle: x\n---\n",
    "--- \nnote:this\n---\n", "----\ntitle: x\n---\n",
  ])
  func `what is not well formed is prose`(_ text: String) {
    let document = part(text, as: .markdown)
    #expect(document.metadata == [:])
    #expect(
      document.passages.map(\.text.string).joined().filter { !$0.isWhitespace }
        == text.filter { !$0.isWhitespace })
  }

  @Test(arguments: [
    "---\n\nNote: the depth at the quay is 7.4 m at low water.\n\n---\n\nMore prose.\n",
    "---\n    lockctl --reset-all --force\n---\nBody.\n", "---\n- buy seals\n- call the diver\n---\n\nBody.\n",
    "---\nSkipper: where is the pilot?\nPilot: on the outer pontoon, waiting for the walrus.\n---\n\nThe end.\n",
    "---\n# Harbour onboarding\n- Ana keeps the key of shed nine\n---\n\n# Second slide\n",
    "---\n# A heading\n## Another\n---\nBody.\n", "---\nWarning: do not enter shed nine before noon\n---\nBody.\n",
    "---\nnote: The crane is out. Use the hoist.\n---\nBody.\n", "---\n作業: クレーンは五月に点検する。\n---\nBody.\n",
    "---\nAgenda:\n  - Who opens the north lock at dusk?\n---\nBody.\n", "---\n{\"title\": \"x\"}\n---\nBody.\n",
    "---\njust a sentence\n---\nBody.\n", "---\na: b\na: c\n---\nBody.\n", "---\ntitle: a: b\n---\nBody.\n",
    "---\n\ttitle: x\n---\nBody.\n", "---\n? [a, b]\n: c\n---\nBody.\n", "+++\ntitle = \"x\"\n+++\nBody.\n",
    "{\n  \"title\": \"x\"\n}\n\nBody.\n", "---\ntitle: &a [*a]\n---\nBody.\n", "---\ntitle: \"\\ud800\"\n---\nBody.\n",
  ])
  func `a block that may be prose is chunked as prose, and each of its bytes lies in a passage`(_ text: String) {
    let document = part(text, as: .markdown)
    #expect(document.metadata == [:])
    #expect(
      document.passages.map(\.text.string).joined().filter { !$0.isWhitespace } == text.filter { !$0.isWhitespace })
  }

  @Test(arguments: [
    (
      "title: Sheds\ndescription: The okapi is kept in shed ten. Ask first.",
      ["title": "Sheds", "description": "The okapi is kept in shed ten. Ask first."]
    ),
    ("Title: The sheds of the harbour. All of them.", ["Title": "The sheds of the harbour. All of them."]),
    ("date created: 2026-01-02 10:00\nCreated: by Ana", ["date created": "2026-01-02 10:00", "Created": "by Ana"]),
    ("tags:\n- a\n- b: c\n- d", ["tags": "a, d"]), ("a: &x one\nb: *x", ["a": "one", "b": "one"]),
    ("title: \"a\\0b\\ec\"", ["title": "a b c"]),
    ("title: |\n  one\n  two\nslug: x", ["title": "one two", "slug": "x"]),
    ("version: 1.10\nyes: no", ["version": "1.10", "yes": "no"]), ("a:\n  b:\n    c: d\nlang: en", ["lang": "en"]),
  ])
  func `a mapping is metadata, as YAML reads it`(_ block: String, _ fields: [String: String]) {
    let document = part("---\n\(block)\n---\n\nBody.\n", as: .markdown)
    #expect(document.metadata == fields)
    #expect(document.passages.map(\.text.string) == ["---\n\(block)\n---\n\nBody."])
  }

  @Test func `long front matter doesn't change the passages below it, and short front matter only the first two`() {
    var generator = SplitMix64(seed: 35)
    for seed in 0..<20 {
      let body = Manuscript.random(sections: 4, using: &generator).markdown
      let short = "title: Sheds \(seed)\ntags: [a, b]"
      let long = (0..<20).map { "k\($0): v\($0)" }.joined(separator: "\n")
      let without = part(body, as: .markdown).passages
      let below = part("---\n\(long)\n---\n\(body)", as: .markdown).passages.dropFirst()
      #expect(below.map(\.text) == without.map(\.text), "seed \(seed)")
      #expect(below.map(\.headingPath) == without.map(\.headingPath), "seed \(seed)")
      let with = part("---\n\(short)\n---\n\(body)", as: .markdown).passages
      let rest = without.dropFirst(2).map(\.text)
      #expect(with.suffix(rest.count).map(\.text) == rest, "seed \(seed)")
      #expect(with.count <= without.count + 1 && with.last?.headingPath == without.last?.headingPath, "seed \(seed)")
    }
  }

  /// A block of many bytes, which a log names briefly.
  struct HostileBlock: CustomTestStringConvertible {
    let name, block: String

    var testDescription: String { name }
  }

  static let traps = blocks.map { HostileBlock(name: $0.name, block: $0.block) }

  private static let blocks: [(name: String, block: String)] = [
    (
      "a billion laughs",
      "a: &a [x,x,x,x,x,x,x,x,x]\n"
        + zip("bcdefghi", "abcdefgh").map { name, last in
          "\(name): &\(name) [\([String](repeating: "*\(last)", count: 9).joined(separator: ","))]\n"
        }.joined()
    ),
    ("laughs as a key", "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n? *c\n: d\n"),
    ("brackets", "a: " + String(repeating: "[", count: 60_000)),
    ("braces", "a: " + String(repeating: "{a: ", count: 15_000)),
    ("dashes", "a:\n" + String(repeating: "- ", count: 30_000) + "x"),
    ("question marks", String(repeating: "? ", count: 30_000) + "x"),
    ("stairs", (0..<340).map { String(repeating: " ", count: $0) + "a:\n" }.joined()),
    ("quoted brackets", "a: " + String(repeating: "[\"]\",", count: 10_000)),
    ("many keys", (0..<6_000).map { "k\($0): v\n" }.joined()),
    ("one long value", "title: " + String(repeating: "x ", count: 30_000)),
    ("tags", "a: " + String(repeating: "!", count: 60_000)), ("anchors", String(repeating: "&a ", count: 20_000)),
    ("too large", String(repeating: "a: b\n", count: 20_000)), ("directives", "%YAML 1.1\n%TAG ! x\na: b"),
    ("a quote without end", "a: \"" + String(repeating: "x\n", count: 30_000)),
  ]

  @Test(.timeLimit(.minutes(1)), arguments: traps)
  func `a hostile block is chunked like prose`(_ trap: HostileBlock) {
    let text = "---\n\(trap.block)\n---\nBody.\n"
    let document = part(text, as: .markdown)
    let covered = document.passages.map(\.text.string).joined().filter { !$0.isWhitespace }
    #expect(covered == text.filter { !$0.isWhitespace }, "\(trap.name)")
  }

  @Test(.timeLimit(.minutes(1))) func `no corrupted block crashes the chunker or loses a byte`() {
    var generator = SplitMix64(seed: 1435)
    let atoms = [
      "title: x\n", "- a\n", "  - b\n", "a: &x [1]\n", "b: *x\n", "\"", "'", "|\n", ">\n", "{", "}", "[", "]", ":",
      ": ", "#", " ",
      "\t", "\n", "\r", "? ", "!", "!!str ", "%", "@", "\u{85}", "\u{FEFF}", "\\x00", "<<: ", "é", "---", "...", "a",
      "\u{1}",
    ]
    for round in 0..<3_000 {
      let block = (0..<Int.random(in: 0...24, using: &generator)).map { _ in generator.pick(atoms) }.joined()
      let bytes = Array("---\n\(block)\n---\nBody.\n".utf8)
      let document = ContentDefinedChunker(measure: Measures.wordPieces).part(bytes, as: .markdown)
      let covered = document.passages.reduce(into: Set<Int>()) { $0.formUnion($1.bytes) }
      let missed = bytes.indices.filter {
        !covered.contains($0) && !(bytes[$0] == 0x20 || (0x09...0x0D).contains(bytes[$0]))
      }
      #expect(missed == [], "round \(round): \(block.debugDescription)")
    }
  }

  @Test func `only Markdown has front matter`() {
    for format in [DocumentFormat.plainText, .sourceCode] {
      let document = part("---\nkey: value\n---\n", as: format)
      #expect(document.metadata == [:])
      #expect(document.passages.map { Chunk($0) } == [Chunk([], 1...3, "---\nkey: value\n---")])
    }
  }

  @Test func `front matter may end with dots and stand after a byte order mark`() {
    let document = part("\u{FEFF}---\r\ntitle: x\r\n...\r\nText.", as: .markdown)
    #expect(document.title == "x")
    #expect(document.passages.map { Chunk($0) } == [Chunk([], 1...4, "---\ntitle: x\n...\nText.")])
  }
}
