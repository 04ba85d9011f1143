import Foundation
import Glibc
import Testing

/// `query`: what a certificate says of documents that changed since they were indexed.
@Suite struct QueryFreshnessTests {
  static let documents = ["a.md": "The gate opens at dawn.\n", "b.md": "Red lamps mark the breakwater.\n"]

  private func indexed() throws -> CommandTree {
    let tree = try CommandTree(Self.documents)
    try tree.reindex()
    return tree
  }

  private func certificate(_ tree: CommandTree, _ arguments: String...) throws -> JSON {
    let words = ["query", "gate opens at dawn", "--limit", "1", "--json"] + arguments
    let outcome = try tree.freshet(words)
    try #require(outcome.status == 0, "\(outcome)")
    return try JSON(parsing: outcome.output)["hits"][0]["certificate"]
  }

  @Test func `an untouched file is certified by its stamp once that is proof, by its bytes before`() throws {
    let tree = try indexed()
    #expect(try certificate(tree)["method"] == "contentHash")
    try ageStamps(in: tree)
    let later = try certificate(tree)
    #expect(later["method"] == "stat")
    #expect(later["state"] == "fresh")
    #expect(later["ageUpperBoundSeconds"].number < 10)
  }

  @Test func `a changed document is flagged as stale, with the old text`() throws {
    let tree = try indexed()
    try tree.write("The gate opens at noon.\n", to: "a.md")
    let certificate = try certificate(tree)
    #expect(certificate["state"] == "stale")
    #expect(certificate["method"] == "contentHash")
    #expect(!certificate["since"].text.isEmpty)
    let forPeople = withoutMoments(try tree.freshet("query", "gate opens at dawn", "--limit", "1").output)
    #expect(forPeople.contains("  STALE since MOMENT (contentHash at MOMENT)\n   The gate opens at dawn.\n"))
  }

  @Test func `a deleted document is flagged as orphaned`() throws {
    let tree = try indexed()
    try tree.remove("a.md")
    #expect(try certificate(tree)["state"] == "orphaned")
    #expect(try tree.freshet("query", "gate opens at dawn").output.contains("ORPHANED: the file is gone"))
  }

  @Test func `a document that became a link out of the root is no longer vouched for`() throws {
    let outside = try CommandTree(["a.md": "The gate opens at dawn.\n"])
    let tree = try indexed()
    try tree.remove("a.md")
    try tree.link("a.md", to: outside.at("a.md"))
    #expect(try certificate(tree)["state"] != "fresh")
  }

  @Test func `documents that can't be reached are unverified, not orphaned`() throws {
    let tree = try CommandTree()
    let elsewhere = try CommandTree()
    try tree.write(Self.documents["a.md", default: ""], to: "docs/a.md")
    try tree.reindex("docs", "--store", elsewhere.at("store"))
    try tree.move("docs", to: "unmounted")
    let answer = try elsewhere.json("query", "gate opens at dawn", "--store", "store")
    #expect(answer["hits"][0]["certificate"]["state"] == "unverified")
    #expect(answer["hits"][0]["certificate"]["why"].text.contains(tree.at("docs")))
  }

  @Test func `strict sees an edit made just before and certifies the bytes`() throws {
    let tree = try indexed()
    try ageStamps(in: tree)
    try tree.write("The gate opens at dawn and closes at dusk.\n", to: "a.md")
    try tree.write("The gate opens at dawn, says the master.\n", to: "new.md")
    try tree.remove("b.md")
    let outcome = try tree.freshet("query", "gate opens at dawn", "--consistency", "strict", "--json")
    #expect(outcome.status == 0)
    let hits = try JSON(parsing: outcome.output)["hits"].elements
    #expect(Set(hits.map { $0["document"].text }) == ["a.md", "new.md"])
    #expect(
      Set(hits.map { $0["text"].text }) == [
        "The gate opens at dawn and closes at dusk.", "The gate opens at dawn, says the master.",
      ])
    for certificate in hits.map({ $0["certificate"] }) {
      #expect(certificate["state"] == "fresh")
      #expect(certificate["method"] == "contentHash")
    }
  }

  @Test func `strict reads the bytes of a hit even where its stamp is proof`() throws {
    let tree = try indexed()
    try ageStamps(in: tree)
    #expect(try certificate(tree, "--consistency", "strict")["method"] == "contentHash")
  }

  @Test(.enabled(if: Nobody.canRunFreshet, "the binary lies where only root can read"))
  func `strict refuses to answer while a document can't be read`() throws {
    let tree = try CommandTree(Self.documents)
    try tree.giveToNobody()
    try tree.reindex(asNobody: true)
    chmod(tree.at("b.md"), 0)
    let outcome = try tree.freshet("query", "gate", "--consistency", "strict", asNobody: true)
    #expect(outcome.status == 7)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("freshet: the consistency \"strict\" cannot be met: b.md is unverified"))
    let plain = try tree.freshet("query", "gate", "--json", asNobody: true)
    #expect(plain.status == 0)
    #expect(try JSON(parsing: plain.output)["completeness"]["failed"] == 1)
  }
}
