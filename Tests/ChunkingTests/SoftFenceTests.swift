internal import FreshetChunking
internal import FreshetCorpus
internal import FreshetSeededNumbers
import Testing

@Suite struct SoftFenceTests {
  private static let code = "```sh\nmake\nmake install\n```"

  @Test func `a short fence is in one passage with its heading and the sentence above it`() {
    let text = "# Tool\n\n## `add`\n\nAdds a pump.\n\n\(Self.code)\n\n## `remove`\n\nRemoves a pump.\n\n\(Self.code)\n"
    #expect(
      part(text, as: .markdown).passages.map(\.text.string) == [
        "# Tool\n\n## `add`\n\nAdds a pump.\n\n\(Self.code)", "## `remove`\n\nRemoves a pump.\n\n\(Self.code)",
      ])
  }

  @Test func `a fence is with the sentence above it, wherever the text above is cut`() {
    for seed in UInt64(1)...60 {
      var generator = SplitMix64(seed: seed)
      let prose = (0..<30).map { _ in Manuscript.sentence(&generator) }.joined(separator: " ")
      let introduction = Manuscript.sentence(&generator)
      let passages = part("\(prose)\n\n\(introduction)\n\n\(Self.code)\n\n\(prose)\n", as: .markdown).passages
      let holders = passages.filter { $0.text.string.contains("make install") }
      #expect(holders.count == 1, "seed \(seed)")
      #expect(holders.allSatisfy { $0.text.string.contains("\(introduction)\n\n\(Self.code)") }, "seed \(seed)")
    }
  }

  @Test func `a fence too large for a passage with its introduction stands between two boundaries`() {
    let lines = (1...90).map { "let pump\($0) = start(\($0))" }.joined(separator: "\n")
    let passages = part("Before it.\n\n```swift\n\(lines)\n```\n\nAfter it.\n", as: .markdown).passages
    #expect(passages.first?.text.string == "Before it.")
    #expect(passages.last?.text.string == "After it.")
    #expect(passages.dropFirst().dropLast().allSatisfy { $0.text.string.contains("pump") })
  }

  @Test func `of two fences in a row, each is whole`() {
    let passages = part("One:\n\n\(Self.code)\n\n```\nsecond\n```\n", as: .markdown).passages
    #expect(passages.map(\.text.string) == ["One:\n\n\(Self.code)", "```\nsecond\n```"])
  }

  @Test func `no passage consists of headings alone, if a text is below or above`() {
    for seed in UInt64(1)...40 {
      var generator = SplitMix64(seed: seed)
      var text = ""
      for _ in 0..<20 {
        let level = Int.random(in: 1...4, using: &generator)
        text += "\(String(repeating: "#", count: level)) \(Manuscript.word(&generator))\n\n"
        let count = [0, 0, 1, 30].randomElement(using: &generator) ?? 0
        if count > 0 {
          text += (0..<count).map { _ in Manuscript.sentence(&generator) }.joined(separator: " ") + "\n\n"
        }
      }
      let passages = part("Preface.\n\n\(text)", as: .markdown).passages
      let bare = passages.filter { passage in
        passage.text.string.split(separator: "\n").allSatisfy { $0.hasPrefix("#") }
      }
      #expect(bare.isEmpty, "seed \(seed): \(bare.map(\.text.string))")
    }
  }

  @Test(arguments: [240, 250, 254, 255, 700])
  func `a heading is in one passage with the beginning of a sentence that fills a passage`(_ tokens: Int) {
    var generator = SplitMix64(seed: 9)
    var words = ""
    while Measures.wordPieces(words) < tokens { words += "\(Manuscript.word(&generator).prefix(8)) " }
    words.removeLast()
    let passages = part("# The title of this part\n\n\(words)\n", as: .markdown).passages
    #expect(passages.first?.text.string.hasPrefix("# The title of this part\n\n\(words.prefix(40))") == true)
    let known = Set(words.split(separator: " ") + "# The title of this part".split(separator: " "))
    let cut = passages.flatMap { $0.text.string.split(whereSeparator: \.isWhitespace) }.filter { !known.contains($0) }
    #expect(cut == [], "no word is cut")
  }

  @Test func `an edit in one fence changes only the passages at this place`() {
    for seed in UInt64(1)...40 {
      var generator = SplitMix64(seed: seed)
      let sections = (0..<20).map { index in
        let prose = (0..<Int.random(in: 1...9, using: &generator)).map { _ in Manuscript.sentence(&generator) }
        let lines = (0..<Int.random(in: 1...40, using: &generator)).map { _ in Manuscript.sentence(&generator) }
        return (head: "## Part \(index)\n\n\(prose.joined(separator: " "))", lines: lines)
      }
      func text(_ edited: Int?) -> String {
        sections.enumerated().map { index, section in
          let lines = index == edited ? section.lines + ["one more line"] : section.lines
          return "\(section.head)\n\n```\n\(lines.joined(separator: "\n"))\n```\n"
        }.joined(separator: "\n")
      }
      let old = Set(part(text(nil), as: .markdown).passages.map(\.text))
      let new = part(text(Int.random(in: 0..<20, using: &generator)), as: .markdown).passages
      let count = new.count { !old.contains($0.text) }
      #expect(count <= 6, "seed \(seed): \(count) of \(new.count) passages")
    }
  }
}
