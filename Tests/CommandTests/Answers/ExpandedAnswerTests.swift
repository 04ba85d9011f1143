import Foundation
import Testing

/// `query --expand` and `--distinct`, and `prompt`.
@Suite struct ExpandedAnswerTests {
  private static let documents = [
    "harbour.md": "# Harbour\n\n## Gate\n\nThe gate opens at dawn.\n\n## Lamps\n\nRed lamps mark the breakwater.\n",
    "notice.md": "Keep clear of the bollards.\n", "copy.md": "Keep clear of the bollards.\n",
  ]

  private func indexed() throws -> CommandTree {
    let tree = try CommandTree(Self.documents)
    try tree.reindex()
    return tree
  }

  @Test func `the answer for people shows the section around a passage, and equal texts once`() throws {
    let tree = try indexed()
    let gate = withoutMoments(try tree.freshet("query", "gate opens at dawn", "--limit", "1").output)
    #expect(gate.hasPrefix("1. harbour.md:1-9  "))
    #expect(gate.contains("\n   Red lamps mark the breakwater.\n"))
    let alone = try tree.freshet("query", "gate opens at dawn", "--limit", "1", "--expand", "passage").output
    #expect(alone.hasPrefix("1. harbour.md:1-5  ") && !alone.contains("Red lamps"))
    let notice = try tree.freshet("query", "keep clear of the bollards", "--limit", "1").output
    #expect(notice.hasPrefix("1. copy.md:1-1  "))
    #expect(notice.contains("\n   the same text: notice.md:1-1\n"))
    let both = try tree.freshet("query", "keep clear of the bollards", "--limit", "2", "--no-distinct").output
    #expect(both.contains("1. copy.md:1-1") && both.contains("2. notice.md:1-1"))
  }

  @Test func `JSON has an expansion and other places only if they are asked for`() throws {
    let tree = try indexed()
    let plain = try tree.json("query", "gate opens at dawn", "--limit", "1")["hits"][0]
    #expect(plain.keys.isDisjoint(with: ["expansion", "otherPlaces", "placeCount"]))
    let hit = try tree.json("query", "gate opens at dawn", "--limit", "1", "--expand", "1")["hits"][0]
    #expect(hit.without("expansion", "certificate") == plain.without("certificate"))
    let expansion = hit["expansion"]
    #expect(expansion.keys == ["text", "start", "end", "lines", "joined", "state"])
    #expect(expansion["lines"] == [1, 9])
    #expect(expansion["joined"] == false && expansion["state"] == "fresh")
    let bytes = try tree.read("harbour.md")[Int(expansion["start"].number)..<Int(expansion["end"].number)]
    #expect(String(decoding: bytes, as: UTF8.self) == expansion["text"].text)
    let notice = try tree.json("query", "keep clear of the bollards", "--limit", "1", "--distinct")["hits"][0]
    #expect(notice["placeCount"] == 2)
    #expect(notice["otherPlaces"].elements.map { $0["path"] } == ["notice.md"])
  }

  @Test(arguments: [
    "section:", "section:0", "section:-1", "chapter", "-1", "1.5", "١", "section:999999999999999999999",
  ])
  func `an amount that can't be expanded to is refused with what is expected`(amount: String) throws {
    let outcome = try indexed().freshet("query", "gate", "--expand=\(amount)")
    #expect(outcome.status == 2 && outcome.output.isEmpty)
    #expect(outcome.errors.contains("expected section, section:TOKENS, passage, or a number of passages"))
  }

  @Test(arguments: [["query", "gate", "--minimum-score", "1.5"], ["prompt", "gate", "--minimum-score", "nan"]])
  func `a score that no hit can have is refused`(line: [String]) throws {
    let outcome = try indexed().freshet(line)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("--minimum-score takes a number from -1 to 1"))
  }

  @Test func `a prompt is text with marks, and the same as JSON`() throws {
    let tree = try indexed()
    let outcome = try tree.freshet("prompt", "gate opens at dawn", "--budget", "300", "--in", "harbour.md")
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    let text = withoutMoments(outcome.output)
    #expect(text.hasPrefix("From harbour.md:\n\n[1] lines 1-9, Harbour\n# Harbour\n"))
    #expect(
      text.hasSuffix(
        "These are the best matches from the documents that the question is limited to, as of MOMENT; other passages may say more.\n"
      ))
    let json = try tree.json("prompt", "gate opens at dawn", "--budget", "300", "--in", "harbour.md")
    #expect(withoutMoments(json["text"].text) + "\n" == text)
    #expect(json.keys == ["asOf", "citations", "completeness", "mode", "query", "text", "token", "tokens"])
    #expect(json["tokens"].number <= 300)
    #expect(json["citations"].elements.map { $0["document"] } == ["harbour.md"])
    #expect(json["citations"][0]["hits"].elements.allSatisfy { $0["certificate"]["state"] == "fresh" })
  }

  @Test func `a budget that has no room for a sentence is refused`() throws {
    let tree = try indexed()
    let small = try tree.freshet("prompt", "gate", "--budget", "5")
    #expect(
      small.status == 2
        && small.errors.contains(
          "a prompt of 5 tokens has no room for a passage and its last sentence: allow at least ")
    )
    let none = try tree.freshet("prompt", "gate", "--budget", "0")
    #expect(none.status == 2 && none.errors.contains("--budget takes a number from 1 up, not 0"))
  }

  @Test func `a prompt keeps the consistency that was asked for`() throws {
    let tree = try indexed()
    try tree.write("# Harbour\n\nThe gate opens at noon.\n", to: "harbour.md")
    let stale = try tree.freshet("prompt", "when does the gate open", "--budget", "300", "--in", "harbour.md").output
    #expect(stale.contains("dawn") && stale.contains("[1] may be outdated"))
    let fresh = try tree.freshet(
      "prompt", "when does the gate open", "--budget", "300", "--in", "harbour.md", "--consistency", "strict"
    ).output
    #expect(fresh.contains("noon") && !fresh.contains("outdated"))
  }
}
