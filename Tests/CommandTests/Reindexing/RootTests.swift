import Foundation
import Glibc
import Testing

/// A source's folder is removed, restored or replaced: what the commands print and do, with a watch and without.
@Suite struct RootTests {
  private let tree: CommandTree

  init() throws {
    tree = try CommandTree()
    try Self.writeDocuments(to: "src", of: tree)
  }

  private static func writeDocuments(_ count: Int = 30, to folder: String, of tree: CommandTree) throws {
    for number in 0..<count { try tree.write("The keeper of lamp\(number) sleeps.\n", to: "\(folder)/\(number).md") }
  }

  private func freshet(_ arguments: String...) throws -> FreshetProcess.Outcome {
    try FreshetProcess(arguments + ["--store", tree.at("store")], in: tree.path).finish()
  }

  private func json(_ arguments: String...) throws -> JSON {
    try JSON(
      parsing: try FreshetProcess(arguments + ["--store", tree.at("store"), "--json"], in: tree.path).finish().output)
  }

  private func reindex(_ path: String = "src") throws {
    let outcome = try freshet("reindex", path, "--embedder", "hashing", "-q")
    #expect(outcome.status == 0, "\(outcome)")
  }

  private func watching(_ body: (WatchProcess) throws -> Void) throws {
    let watch = try WatchProcess(in: tree.path, "--store", tree.at("store"))
    try watch.awaitHealth("watching")
    try body(watch)
    _ = try watch.end()
  }

  @Test func `during a watch, a barrier on a folder that was moved away ends with 4 and makes no folder`() throws {
    try reindex()
    try watching { watch in
      try tree.move("src", to: "away")
      let outcome = try freshet("query", "lamp7", "--consistency", "barrier", "--timeout", "30s")
      #expect(outcome.status == 4)
      #expect(outcome.errors.contains("there is no folder at \(tree.at("src"))"))
      #expect(!tree.exists("src"))
      try tree.move("away", to: "src")
      let answer = try json("query", "lamp7", "--consistency", "barrier", "--mode", "lexical", "--limit", "1")
      #expect(answer["hits"][0]["certificate"]["state"] == "fresh", "\(answer)")
      #expect(answer["completeness"]["indexed"] == 30)
    }
  }

  @Test func `during a watch, documents of a recreated folder are held back, and this is reported once`() throws {
    try reindex()
    try watching { watch in
      // Move it in one step: while a tree is removed entry by entry, a watch recreates its folder for cookies.
      try tree.move("src", to: "away")
      try FileManager.default.createDirectory(atPath: tree.at("src"), withIntermediateDirectories: false)
      let events = try watch.events { $0["event"] == "heldBack" }
      #expect(events.last { $0["event"] == "heldBack" }?["source"] == "files")
      let answer = try json("query", "lamp7", "--consistency", "barrier", "--mode", "lexical", "--limit", "1")
      #expect(answer["hits"][0]["certificate"]["state"] == "unverified", "\(answer)")
      let status = try json("status")
      #expect(status["documents"] == 30)
      #expect(status["sources"][0]["held"].text.contains("--accept-deletions"))
      #expect(try freshet("status").output.contains("held       files: the folder is not the one that was indexed"))

      let accepted = try json("reindex", "--accept-deletions", "-q")
      #expect(accepted["documents"]["removed"] == 30)
      #expect(try json("status")["documents"] == 0)
    }
  }

  @Test func `a reindexing that holds documents back ends with 3, and prints the reason and the remedy`() throws {
    try reindex()
    try tree.remove("src")
    try FileManager.default.createDirectory(atPath: tree.at("src"), withIntermediateDirectories: false)
    let plan = try json("reindex", "--dry-run")
    #expect(plan["documents"]["removed"] == [])
    #expect(plan["documents"]["held"].keys == ["files"])
    let outcome = try freshet("reindex", "-q")
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("held back: files: the folder is not the one that was indexed"))
    #expect(outcome.errors.contains(/`freshet reindex --store \S+ --accept-deletions`/))
    #expect(try freshet("audit").status == 1)
  }

  @Test func `accept-deletions in freshet toml accepts any folder at the root`() throws {
    try tree.write("[sources.docs]\nroot = \"src\"\naccept-deletions = true\n", to: "freshet.toml")
    #expect(try tree.freshet("reindex", "--embedder", "hashing", "-q").status == 0)
    try tree.remove("src")
    try FileManager.default.createDirectory(atPath: tree.at("src"), withIntermediateDirectories: false)
    #expect(try tree.json("reindex", "-q")["documents"]["removed"] == 30)
    let shown = try tree.freshet("config", "show").output
    #expect(shown.contains("sources.docs.accept-deletions = true\n"))
    try tree.write("[sources.docs]\nroot = \"src\"\naccept-deletions = 1\n", to: "freshet.toml")
    let outcome = try tree.freshet("reindex", "-q")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("expected true or false, not 1"))
  }

  @Test(arguments: ["a path", "freshet.toml"])
  func `a watch follows a swapped link, and the old release satisfies no promise`(named: String) throws {
    try tree.move("src", to: "releases/7")
    try tree.link("current", to: "releases/7")
    if named == "freshet.toml" {
      try tree.write("store = \"store\"\n[sources.files]\nroot = \"current\"\n", to: "freshet.toml")
    }
    try reindex("current")
    try Self.writeDocuments(29, to: "releases/8", of: tree)
    try tree.write("The keeper was sent to sea.\n", to: "releases/8/29.md")
    try watching { watch in
      for (release, text) in [("8", "The keeper was sent to sea."), ("7", "The keeper of lamp29 sleeps.")] {
        try tree.link("next", to: "releases/\(release)")
        #expect(rename(tree.at("next"), tree.at("current")) == 0)
        let answer = try json(
          "query", "keeper sea lamp29", "--in", "29.md", "--consistency", "barrier", "--mode", "lexical", "--limit", "1"
        )
        #expect(answer["hits"].elements.map { $0["text"] } == [.string(text)], "release \(release)")
        #expect(answer["hits"][0]["certificate"]["state"] == "fresh")
        #expect(try freshet("query", "keeper", "--consistency", "strict").status == 0)
      }
    }
  }

  @Test func `a watch that has not noticed a swapped link satisfies no bound`() throws {
    try tree.move("src", to: "releases/7")
    try tree.link("current", to: "releases/7")
    try reindex("current")
    try Self.writeDocuments(to: "releases/8", of: tree)
    try tree.write("The keeper was sent to sea.\n", to: "releases/8/29.md")
    try watching { watch in
      try tree.link("next", to: "releases/8")
      let stopped = try watch.paused {
        #expect(rename(tree.at("next"), tree.at("current")) == 0)
        return try freshet("query", "keeper", "--consistency", "bounded", "--max-age", "0s", "--mode", "lexical")
      }
      #expect(stopped.status == 7)
      try watch.awaitServed("29.md")
      #expect(
        try freshet("query", "keeper", "--consistency", "bounded", "--max-age", "30s", "--mode", "lexical").status == 0)
    }
  }
}
