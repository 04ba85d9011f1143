import Foundation
import Testing

/// `--recall`, `--in`, and the index that freshet.toml asks for.
@Suite struct RecallTests {
  private func tree(_ configuration: String = "") throws -> CommandTree {
    let tree = try CommandTree([
      "freshet.toml": "embedder = \"hashing\"\n" + configuration,
      "harbour.md": "# Harbour\n\nThe gate opens at dawn.\n",
      "guide/lights.md": "# Lights\n\nRed lamps mark the gate.\n", "guide/notes.txt": "The gate is green.\n",
    ])
    try tree.reindex()
    return tree
  }

  private func hits(_ tree: CommandTree, _ arguments: String...) throws -> [String] {
    let outcome = try tree.freshet(["query", "the gate", "--json"] + arguments)
    try #require(outcome.status == 0, "\(outcome)")
    return try JSON(parsing: outcome.output)["hits"].elements.map { $0["document"].text }
  }

  @Test(arguments: ["", "index = \"exact\"", "index = \"lsh\""])
  func `of few documents every recall finds the same, and all of it`(configuration: String) throws {
    let tree = try tree(configuration)
    let answers = try ["exact", "0.9", "1", "0.01"].map { try tree.json("query", "the gate", "--recall", $0) }
    #expect(
      answers.map { $0["hits"].elements.map { $0["score"] } }.allSatisfy {
        $0 == answers[0]["hits"].elements.map { $0["score"] }
      })
    #expect(answers[0]["hits"].elements.count == 4)
    for answer in answers {
      #expect(answer["completeness"]["recall"] == 1)
      #expect(answer["completeness"]["searchedExactly"] == true)
    }
  }

  @Test func `of many the approximate index states what it reached, and --recall exact finds all`() throws {
    let tree = try tree("index = \"lsh\"\n")
    for number in 0..<45 {  // an index of fewer than 4,096 passages isn't saved
      let passages = (0..<100).map {
        "# \(number) \($0)\n\nGate \($0 * 7 % 100) has lamp \($0 * number) and key \($0).\n\n"
      }
      try tree.write(passages.joined(), to: "many/d\(number).md")
    }
    try tree.reindex()
    let estimated = try tree.json("query", "gate lamp key 7", "--mode", "vector")["completeness"]
    #expect(estimated["searchedExactly"] == false)
    #expect((0.95..<1).contains(estimated["recall"].number))
    #expect(estimated["absenceIsReliable"] == false)
    #expect(estimated["reasons"].elements.last?.text.hasPrefix("the search is estimated to find 0.9") == true)
    let exact = try tree.json("query", "gate lamp key 7", "--mode", "vector", "--recall", "exact")["completeness"]
    #expect(exact["searchedExactly"] == true)
    #expect(exact["recall"] == 1)
    #expect(try tree.json("status")["index"] == ["choice": "lsh", "kind": "lsh", "crossover": 30000])
  }

  @Test func `--in takes documents by patterns, of any of several`() throws {
    let tree = try tree()
    #expect(Set(try hits(tree)) == ["freshet.toml", "harbour.md", "guide/lights.md", "guide/notes.txt"])
    #expect(Set(try hits(tree, "--in", "*.md")) == ["harbour.md", "guide/lights.md"])
    #expect(Set(try hits(tree, "--in", "guide/")) == ["guide/lights.md", "guide/notes.txt"])
    #expect(Set(try hits(tree, "--in", "guide/*.txt", "--in", "/harbour.md")) == ["guide/notes.txt", "harbour.md"])
    #expect(Set(try hits(tree, "--in", "files:guide/**")) == ["guide/lights.md", "guide/notes.txt"])
    #expect(try hits(tree, "--in", "other:*.md") == [])
    for mode in ["vector", "lexical"] {
      #expect(try hits(tree, "--in", "guide/*.md", "--mode", mode) == ["guide/lights.md"])
    }
  }

  @Test func `--in goes with every other option, and sees what a barrier brought in`() throws {
    let tree = try tree()
    try tree.write("# New\n\nA new gate.\n", to: "guide/new.md")
    let outcome = try tree.freshet(
      "query", "new gate", "--in", "new.md", "--consistency", "barrier", "--recall", "0.9", "--limit", "1", "--json")
    try #require(outcome.status == 0, "\(outcome)")
    #expect(try JSON(parsing: outcome.output)["hits"][0]["document"] == "guide/new.md")
  }

  @Test func `a recall that can't be is named with what was expected`() throws {
    let outcome = try tree().freshet("query", "gate", "--recall", "1.5")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("expected exact, or a share over 0 and at most 1 such as 0.95, not 1.5"))
  }
}
