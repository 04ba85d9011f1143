import Foundation
import Glibc
import Testing

/// What the exit code and the message say when the work can't be done as asked.
@Suite struct ExitCodeTests {
  static let documents = ["a.md": "Alpha stands here.\n", "b.md": "Beta stands here.\n"]

  @Test(arguments: [
    ["--nonsense"], ["nonsense"], ["reindex", "--nonsense"], ["query"], ["query", "x", "--queries", "y"],
    ["query", "x", "--limit", "0"], ["query", "x", "--limit", "many"], ["query", "x", "--consistency", "often"],
    ["query", "x", "--consistency", "bounded"], ["query", "x", "--max-age", "5s"],
    ["query", "x", "--consistency", "bounded", "--max-age", "soon"], ["query", "x", "--on-violation", "fail"],
    ["query", "x", "--consistency", "session"], ["query", "x", "--consistency", "session", "--token", "x.1"],
    ["query", "x", "--token", "a.1.0123456789abcdef"], ["query", "x", "--timeout", "1s"],
    ["query", "x", "--recall", "0"], ["query", "x", "--recall", "1.1"], ["query", "x", "--recall", "nan"],
    ["query", "x", "--recall", "most"], ["eval", "--queries", "x", "--qrels", "y", "--recall", "0"],
    ["query", "x", "--in", ""], ["query", "x", "--in", "["], ["query", "x", "--in", "!*.md"],
    ["query", "x", "--mode", "both"], ["why"], ["verify"], ["config", "show", "x"],
    ["audit", "--format", "xml"], ["reindex", "--embedder", "other"], ["eval"],
  ])
  func `wrong arguments exit with 2 and a usage line on standard error`(arguments: [String]) throws {
    let outcome = try CommandTree().freshet(arguments)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("Error: "))
    #expect(outcome.errors.contains("Usage: freshet"))
  }

  @Test func `a question with another embedder exits with 2 and the command that mends it`() throws {
    let tree = try CommandTree(Self.documents)
    try tree.reindex()
    let outcome = try tree.freshet("query", "alpha", "--embedder", "minilm")
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("freshet/hashed-ngrams"))
    #expect(outcome.errors.contains("`freshet reindex --embedder minilm`"))
  }

  @Test(.enabled(if: Nobody.canRunFreshet, "the binary lies where only root can read"))
  func `a served document that can't be read any more leaves the run incomplete, exit 3`() throws {
    let tree = try CommandTree(Self.documents)
    try tree.giveToNobody()
    try tree.reindex(asNobody: true)
    try tree.write("Alpha stood here.\n", to: "a.md")
    chmod(tree.at("b.md"), 0)
    let outcome = try tree.freshet("reindex", "--json", asNobody: true)
    #expect(outcome.status == 3)
    let documents = try JSON(parsing: outcome.output)["documents"]
    #expect(documents["changed"] == 1)
    #expect(documents["failed"] == 1)
    #expect(documents["failures"].keys == ["b.md"])
    #expect(try tree.dump().map { $0["text"] } == ["Alpha stood here.", "Beta stands here."])

    let forPeople = try tree.freshet("reindex", asNobody: true)
    #expect(forPeople.status == 3)
    #expect(forPeople.errors.contains("failed: b.md: "))
    #expect(forPeople.errors.contains("run `freshet reindex` again"))

    let audit = try tree.freshet("audit", asNobody: true)
    #expect(audit.output.hasPrefix("FRS013 unverified: "))
    #expect(audit.output.contains("\n  b.md\n    it can't be read: Permission denied (errno 13)\n"))
    #expect(audit.status == 1)

    chmod(tree.at("b.md"), 0o644)
    #expect(try tree.reindex(asNobody: true)["documents"]["failed"] == 0)
    #expect(try tree.freshet("audit", asNobody: true).status == 0)
  }

  @Test(arguments: ["reindex", "audit", "query"])
  func `documents that can't be reached exit with 4 and delete nothing`(command: String) throws {
    let tree = try CommandTree()
    for (name, text) in Self.documents { try tree.write(text, to: "docs/" + name) }
    try tree.reindex("docs", "--store", tree.at("store"))
    try tree.move("docs", to: "unmounted")
    let words = command == "query" ? ["query", "alpha", "--consistency", "strict"] : [command]
    let outcome = try tree.freshet(words + ["--store", "store"])
    #expect(outcome.status == 4)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("\nfreshet: cannot read the documents' folder "))
    #expect(outcome.errors.contains(tree.at("docs")))
    let dump = try JSON.lines(tree.freshet("dump", "--store", "store").output)
    #expect(dump.map { $0["document"] } == ["a.md", "b.md"])
  }

  @Test(arguments: [["reindex"], ["reindex", "--dry-run"], ["embed"]])
  func `a missing model exits with 4 and names the command that fetches it`(arguments: [String]) throws {
    let tree = try CommandTree(Self.documents)
    let outcome = try tree.freshet(
      arguments, environment: ["FRESHET_MODEL_DIR": "/nonexistent"], input: "text\n")
    #expect(outcome.status == 4)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("/nonexistent/"))
    #expect(outcome.errors.contains("run `freshet model fetch`"))
    // What the failed run left behind, another embedder can go on with.
    #expect(try tree.reindex()["documents"]["changed"] == 2)
  }

  @Test func `a store whose lock is held for longer than a commit lasts exits with 5 and names who writes`() throws {
    let tree = try CommandTree(Self.documents)
    try tree.reindex()
    try tree.write("Alpha stood here.\n", to: "a.md")
    let lock = open(tree.store + "/writer.lock", O_RDWR | O_CLOEXEC)
    defer { close(lock) }
    try #require(lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0)
    _ = "process 4711".withCString { pwrite(lock, $0, strlen($0) + 1, 0) }

    for words in [["reindex"], ["query", "alpha", "--consistency", "strict"]] {
      let outcome = try tree.freshet(words)
      let message =
        "freshet: the store \(tree.store) is being written by process 4711: "
        + "wait until that process ends, then run the command again\n"
      #expect(outcome == FreshetProcess.Outcome(status: 5, output: "", errors: message))
    }
    // Readers need not wait.
    #expect(try tree.freshet("audit").output.hasPrefix("FRS001 stale: "))
    #expect(try tree.freshet("query", "alpha").status == 0)
    #expect(try tree.reindex("--dry-run")["documents"]["changed"] == ["a.md"])

    flock(lock, LOCK_UN)
    #expect(try tree.reindex()["documents"]["changed"] == 1)
  }

  @Test(arguments: [["reindex", "."], ["watch", "."], ["query", "alpha"], ["status"]])
  func `a store that is a file exits with 2 and the advice to name a folder`(arguments: [String]) throws {
    let tree = try CommandTree(Self.documents)
    let outcome = try tree.freshet(arguments + ["--store", "a.md"])
    let message =
      "freshet: \(tree.at("a.md")) is a file, not a folder, so it can't be a store: name a folder with --store\n"
    #expect(outcome == FreshetProcess.Outcome(status: 2, output: "", errors: message))
  }

  @Test(.enabled(if: Nobody.canRunFreshet, "the binary lies where only root can read"), arguments: [false, true])
  func `a place where no store can be made exits with 4 and the advice to name another`(hasFolder: Bool) throws {
    let tree = try CommandTree(Self.documents)
    if hasFolder { try tree.write("", to: ".freshet/cookies/one") }
    try tree.giveToNobody()
    let folder = hasFolder ? tree.store : tree.path
    chmod(folder, 0o555)
    defer { chmod(folder, 0o755) }
    let outcome = try tree.freshet("reindex", "-q", "--embedder", "hashing", asNobody: true)
    #expect(outcome.status == 4)
    let message =
      "freshet: cannot make a store at \(tree.store): this user may not write to the folder \(folder), or that folder "
      + "lies on a read-only file system; name another place with --store\n"
    #expect(outcome.errors == message)
  }
}
