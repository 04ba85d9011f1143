import Foundation
import Testing

/// `--where` of `query` and `eval`.
@Suite struct FilterCommandTests {
  private static let documents = [
    "ops/gate.md": "---\nstatus: final\ntags: [on-call]\n---\n\nThe gate opens at dawn.\n",
    "ops/yard.md": "---\nstatus: draft\ntags: on-call, yard\n---\n\nThe gate of the yard.\n",
    "docs/gate.md": "---\nstatus: final\n---\n\nThe gate closes at dusk.\n",
  ]

  private func indexed() throws -> CommandTree {
    let tree = try CommandTree(Self.documents)
    try tree.reindex()
    return tree
  }

  private func json(_ tree: CommandTree, _ words: [String]) throws -> JSON {
    try JSON(parsing: tree.freshet(words + ["--json"]).output)
  }

  private func found(_ tree: CommandTree, _ options: String...) throws -> [String] {
    // Front matter is a passage of its own.
    Set(try json(tree, ["query", "gate"] + options)["hits"].elements.map { $0["document"].text }).sorted()
  }

  @Test func `a question searches the documents that every filter and one pattern admit`() throws {
    let tree = try indexed()
    #expect(try found(tree, "--where", "status = final") == ["docs/gate.md", "ops/gate.md"])
    #expect(try found(tree, "--where", "status = final and tag = on-call and path = ops/**") == ["ops/gate.md"])
    #expect(try found(tree, "--where", "status = final", "--where", "tag = on-call") == ["ops/gate.md"])
    #expect(try found(tree, "--where", "tag = on-call", "--in", "yard.md", "--in", "docs/") == ["ops/yard.md"])
    #expect(try found(tree, "--where", "not (tag = yard or path = docs/)") == ["ops/gate.md"])
    #expect(
      try found(tree, "--where", "source = files and changed >= 2020-01-01 and status != final") == ["ops/yard.md"])
    #expect(try found(tree, "--where", "tag = nothing") == [])
  }

  @Test func `a text that is no filter is refused with its column and the next step`() throws {
    let outcome = try indexed().freshet("query", "gate", "--where", "status == final")
    #expect(outcome.status == 2 && outcome.output.isEmpty)
    #expect(
      outcome.errors.contains("column 9 of the filter: expected a value, not another =: write = once"),
      "\(outcome.errors)")
  }

  @Test func `eval measures among the documents that a filter admits`() throws {
    let tree = try indexed()
    try tree.write("{\"id\": \"q\", \"text\": \"gate\"}\n", to: ".git/questions.jsonl")
    try tree.write("q\tdocs/gate.md\t1\n", to: ".git/qrels.tsv")
    let words = ["eval", "--queries", ".git/questions.jsonl", "--qrels", ".git/qrels.tsv", "--run", ".git/run"]
    #expect(try json(tree, words + ["--where", "status = final", "--in", "docs/"])["MRR@10"] == 1)
    #expect(String(decoding: try tree.read(".git/run"), as: UTF8.self).split(separator: "\n").count == 1)
    #expect(try json(tree, words + ["--where", "tag = on-call"])["recall@100"] == 0)
  }

  @Test func `a past state knows the front matter of files, and not when they changed`() throws {
    let tree = try indexed()
    let token = try tree.json("query", "gate")["token"].text
    try tree.write("---\nstatus: draft\n---\n\nThe gate opens at dawn.\n", to: "ops/gate.md")
    try tree.reindex()
    #expect(try found(tree, "--at", token, "--where", "status = final") == ["docs/gate.md", "ops/gate.md"])
    let outcome = try tree.freshet("query", "gate", "--at", token, "--where", "changed >= 2020-01-01")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("modification times of files have no history"), "\(outcome.errors)")
  }
}
