import Foundation
import Testing

@Suite struct StatusTests {
  @Test func `the status as JSON has the documented keys and the store's figures`() throws {
    let tree = try CommandTree(["a.md": "Alpha.\n", "copy.md": "Alpha.\n", "b.md": "Beta.\n", ".gitignore": "x\n"])
    let elsewhere = try CommandTree()
    try tree.write("x", to: "x")
    try tree.reindex("--store", elsewhere.at("store"))
    try tree.remove("b.md")
    let token = try tree.reindex("--store", elsewhere.at("store"))["token"]
    let status = try elsewhere.json("status", "--store", "store")
    #expect(
      status.without(
        "identity", "replica", "blas", "tokensPerSecond", "sqlite", "space", "completeness", "documents", "log")
        == [
          "store": .string(elsewhere.at("store")), "root": .string(tree.path),
          "sources": [["name": "files", "root": .string(tree.path)]], "chunks": status["chunks"],
          "chunksRetained": 1, "vectors": .number(status["chunks"].number + 1), "token": token, "pending": [],
          "index": ["choice": "auto", "kind": "exact", "crossover": 30000],
          "held": [:], "failures": [:], "buried": [], "conflicted": [], "unread": [], "unreadCount": 0,
          "embedder": [
            "model": "freshet/hashed-ngrams", "modelRevision": "1, seed 0", "dimension": 384, "pooling": "sum+l2",
            "queryPrefix": "", "passagePrefix": "", "normalization": "freshet-text-1",
          ],
        ])
    let parts = status["completeness"]
    #expect(parts["skipped"] == ["ignored": 2])
    #expect(
      parts["discovered"].number == parts["indexed"].number + parts["pending"].number + parts["failed"].number + 2)
    #expect(parts["indexed"] == status["documents"])
    #expect(status["sqlite"].text.hasPrefix("3."))
    #expect(status["tokensPerSecond"].number > 0)
  }

  @Test func `the status for people names store, documents and embedder`() throws {
    let tree = try CommandTree(["a.md": "Alpha.\n"])
    try tree.reindex()
    let outcome = try tree.freshet("status")
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.contains("store      \(tree.store)"))
    #expect(lines.contains("documents  \(tree.path)"))
    #expect(lines.contains("embedder   freshet/hashed-ngrams, 384 dimensions"))
    #expect(lines.contains("passages   1 served, 0 kept in case their text comes back, 1 vector"))
    #expect(lines.contains("index      exact, approximate (lsh) from 30000 passages on"))
    #expect(lines.contains("note       the hashing embedder compares words, not meaning"))
    #expect(outcome.errors.isEmpty)
    #expect(outcome.status == 0)
  }

  @Test(arguments: ["status", "audit", "dump", "query"])
  func `without a store a reader says where it looked and what to run`(command: String) throws {
    let tree = try CommandTree(["a.md": "Alpha.\n"])
    let outcome = try tree.freshet(command == "query" ? ["query", "x"] : [command])
    #expect(outcome.status == 2)
    #expect(
      outcome.errors
        == "freshet: no store found: no .freshet in \(tree.path) or above it. Run `freshet reindex FOLDER` first, "
        + "or name a store with --store\n")
    #expect(!tree.exists(".freshet"))
  }

  @Test func `a question to a store without documents says so`() throws {
    let tree = try CommandTree()
    let outcome = try tree.freshet("query", "x", "--store", "nowhere")
    #expect(outcome.status == 2)
    #expect(outcome.errors.hasPrefix("freshet: no store at \(tree.at("nowhere")): run `freshet reindex"))
    #expect(!tree.exists("nowhere"))
  }
}
