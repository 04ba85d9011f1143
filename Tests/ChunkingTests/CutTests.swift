internal import FreshetChunking
internal import FreshetCorpus
internal import FreshetSeededNumbers
import Foundation
import Testing

/// Where no passage should end: below short front matter, below a table's header, after the first item of a list.
struct CutTests {
  private func texts(_ text: String) -> [String] { part(text, as: .markdown).passages.map(\.text.string) }

  private func prose(_ count: Int, _ generator: inout SplitMix64) -> String {
    (0..<count).map { _ in Manuscript.sentence(&generator) }.joined(separator: " ")
  }

  @Test func `short front matter begins the passage below it, which keeps its headings`() {
    let text = "---\npermalink: tides\ntags: [sea]\n---\n\n# Tides\n\n## At night\n\nThe water falls.\n"
    let document = part(text, as: .markdown)
    #expect(document.passages.map(\.text.string) == [String(text.dropLast())])
    #expect(document.passages.map(\.headingPath) == [["Tides", "At night"]])
    #expect(document.metadata == ["permalink": "tides", "tags": "sea"])
  }

  @Test func `front matter that is long, or above a passage without room for it, is a passage of its own`() throws {
    let long = (1...30).map { "field\($0): value \($0)" }.joined(separator: "\n")
    #expect(texts("---\n\(long)\n---\nThe water falls.\n").last == "The water falls.")
    let block = "---\npermalink: tides\nowner: harbour office\n---"
    let fences = (1...60).map { count in
      let code = (1...count).map { "let pump\($0) = start(\($0), at: \($0))" }.joined(separator: "\n")
      return "Introduction:\n\n```swift\n\(code)\n```"
    }
    let whole = try #require(fences.last { Measures.wordPieces($0) <= 250 })
    #expect(Measures.wordPieces(block + whole) > 254)
    #expect(texts("\(block)\n\(whole)\n") == [block, whole])
  }

  @Test func `between front matter and payload a passage ends`() {
    let image = "![](data:image/png;base64,\(String(repeating: "iVBORw0KGgo", count: 40)))"
    #expect(texts("---\ntags: sea\n---\n\(image)\n\nThe water falls.\n").first == "---\ntags: sea\n---")
  }

  @Test func `front matter alone stays a passage`() {
    #expect(texts("---\ntags: sea\n---\n") == ["---\ntags: sea\n---"])
  }

  @Test func `an edit of short front matter changes only the first passage`() {
    var generator = SplitMix64(seed: 3)
    let body = "# Tides\n\n" + (0..<12).map { _ in prose(4, &generator) }.joined(separator: "\n\n")
    let (before, after) = (texts("---\nstatus: draft\n---\n\(body)\n"), texts("---\nstatus: final\n---\n\(body)\n"))
    #expect(before.count > 4 && before.dropFirst() == after.dropFirst() && before.first != after.first)
  }

  @Test func `a table's header is in one passage with its first row`() {
    let names = (1...16).map { "pump \($0) at night" }.joined(separator: " | ")
    let line = Array(repeating: "---", count: 16).joined(separator: " | ")
    for seed in UInt64(1)...200 {
      var generator = SplitMix64(seed: seed)
      let rows = (1...3).map { _ in "| one | \(prose(1, &generator)) |" }.joined(separator: "\n")
      let table = "| \(names) |\n| \(line) |\n\(rows)"
      let passages = texts("\(prose(Int.random(in: 1...14, using: &generator), &generator))\n\n\(table)\n")
      let holder = passages.first { $0.contains("| --- |") }
      #expect(
        holder?.contains("| pump 1 at") == true && holder?.contains("| one |") == true, "seed \(seed): \(passages)")
    }
  }

  @Test func `the first item of a list seldom leaves the text that introduces it, and seldom its second item`() {
    var (alone, cut) = (0, 0)
    for seed in UInt64(1)...200 {
      var generator = SplitMix64(seed: seed)
      let items = [1, 1, 8].map { "- \(prose($0, &generator))\n" }.joined()
      let text = "\(prose(8, &generator))\n\nThese are the pumps:\n\n\(items)"
      let passages = texts(text)
      alone += passages.count { $0.hasSuffix("These are the pumps:") }
      cut += passages.count { $0.contains("These are the pumps:\n\n- ") && !$0.contains("\n- ", from: "pumps:\n\n- ") }
    }
    #expect(alone < 6 && cut < 12, "\(alone) introductions alone, \(cut) lists cut after the first item")
  }

  @Test func `a callout is seldom cut inside`() {
    func cuts(_ mark: String) -> Int {
      (UInt64(1)...150).count { seed in
        var generator = SplitMix64(seed: seed)
        func short() -> String { (0..<6).map { _ in Manuscript.word(&generator) }.joined(separator: " ") + "." }
        func paragraph(_ count: Int) -> String { (0..<count).map { _ in short() }.joined(separator: " ") }
        let lines = (["FIRST."] + (0..<3).map { _ in short() } + ["LAST."]).map { mark + $0 }
        let text = lines.joined(separator: "\n\(mark.trimmingCharacters(in: .whitespaces))\n")
        let passages = texts("\(paragraph(5))\n\n\(text)\n\n\(paragraph(5))\n")
        return !passages.contains { $0.contains("FIRST") && $0.contains("LAST") }
      }
    }
    let (callouts, paragraphs) = (cuts("> "), cuts(""))
    #expect(callouts * 4 < paragraphs * 3, "\(callouts) callouts of 150 are cut, \(paragraphs) of paragraphs")
  }
}

extension String {
  fileprivate func contains(_ part: String, from start: String) -> Bool {
    components(separatedBy: start).dropFirst().first?.contains(part) ?? false
  }
}
