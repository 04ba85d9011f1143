import Foundation
import Testing

/// Hidden and secret-like names, as the command treats them.
@Suite struct HiddenNamesTests {
  private let tree: CommandTree
  private static let taking = "embedder = \"hashing\"\n[sources.files]\nroot = \".\"\nhidden = true\n"

  init() throws {
    tree = try CommandTree([
      "a.md": "Alpha stands here.\n", ".notes/b.md": "Beta stands here.\n", ".env": "TOKEN=gamma\n",
      "id_rsa": "Delta stands here.\n",
    ])
  }

  private func served() throws -> [String] { try tree.dump().map { $0["document"].text } }

  /// As an earlier version left it.
  private func indexAll() throws {
    try tree.write(Self.taking, to: "freshet.toml")
    try tree.reindex()
    try tree.reindex(".env", "id_rsa")
    try StoreDatabase(in: tree.store).run("DELETE FROM holds")
    try tree.remove("freshet.toml")
  }

  @Test func `the first run after an upgrade names what would leave, and nothing leaves`() throws {
    try indexAll()
    let plan = try tree.freshet("reindex", "--dry-run")
    #expect(plan.output.contains("3 documents would leave the index: .env, .notes/b.md, id_rsa;"))
    let outcome = try tree.freshet("reindex", "--embedder", "hashing")
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("3 documents would leave the index: .env, .notes/b.md, id_rsa;"))
    #expect(try served() == [".env", ".notes/b.md", "a.md", "id_rsa"])
    let answer = try tree.json("query", "--mode", "lexical", "Beta")
    #expect(answer["hits"][0]["document"] == ".notes/b.md")
    #expect(try tree.json("status")["held"]["files"].text.contains("3 documents would leave"))
  }

  @Test func `an audit names them as FRS010, and what it advises lets them go`() throws {
    try indexAll()
    _ = try tree.freshet("reindex", "--embedder", "hashing")
    let audit = try tree.json("audit")
    let rules = audit["findings"].elements.map { $0["rule"].text }
    #expect(rules == ["FRS010", "FRS010", "FRS010"])
    let next = Set(audit["findings"].elements.map { $0["next"].text })
    #expect(next == ["freshet reindex --accept-deletions"])
    #expect(try tree.freshet("audit").output.contains("next: `freshet reindex --accept-deletions`"))
    #expect(try tree.freshet("reindex", "--accept-deletions").status == 0)
    #expect(try served() == ["a.md"])
    #expect(try tree.freshet("audit").status == 0)
    #expect(try tree.freshet("reindex").status == 0)
  }

  @Test func `hidden = true keeps them, without the secret-like ones, which a path keeps`() throws {
    try indexAll()
    _ = try tree.freshet("reindex", "--embedder", "hashing")
    try tree.write(Self.taking, to: "freshet.toml")
    let outcome = try tree.freshet("reindex")
    #expect(outcome.status == 3 && outcome.errors.contains("2 documents would leave the index: .env, id_rsa;"))
    #expect(try tree.freshet("reindex", ".env").status == 0)
    #expect(try tree.freshet("reindex", "id_rsa").status == 0)
    #expect(try tree.freshet("reindex").status == 0)
    #expect(try tree.freshet("audit").status == 0)
  }

  @Test func `include patterns name them`() throws {
    try tree.write(
      "embedder = \"hashing\"\n[sources.files]\nroot = \".\"\ninclude = [\"*.md\", \".notes/\", \"*_rsa\"]\n",
      to: "freshet.toml")
    try tree.reindex()
    #expect(try served() == [".notes/b.md", "a.md"])
  }

  @Test func `a watch sees what an argument named, also while it runs`() throws {
    try tree.reindex()
    let watch = try WatchProcess(in: tree.path)
    try watch.awaitHealth("watching")
    try tree.reindex(".notes")
    try tree.write("Beta stands elsewhere.\n", to: ".notes/b.md")
    try watch.awaitServed(".notes/b.md")
    try tree.write("Not for anybody.\n", to: ".other.md")
    let answer = try tree.freshet("query", "--mode", "lexical", "--consistency", "barrier", "Not for anybody")
    #expect(answer.status == 0 && !answer.output.contains(".other.md"))
    #expect(try served() == [".notes/b.md", "a.md"])
    #expect(try tree.freshet("audit").status == 0)
  }

  @Test func `a watch over an older store names what would leave, and keeps it`() throws {
    try indexAll()
    let watch = try WatchProcess(in: tree.path)
    let events = try watch.events { $0["event"] == "heldBack" }
    let why = events.first { $0["event"] == "heldBack" }?["why"].text ?? ""
    #expect(why.contains("3 documents would leave the index: .env, .notes/b.md, id_rsa;"))
    #expect(try served().count == 4)
  }

  @Test func `a monitor doesn't accuse what is kept knowingly`() throws {
    try indexAll()
    _ = try tree.freshet("reindex", "--embedder", "hashing")
    let outcome = try tree.freshet("monitor", "--for", "3s", "--window", "100ms", "--sweep", "1s")
    #expect(outcome.status == 0, "\(outcome)")
  }
}
