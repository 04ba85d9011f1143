import Foundation
import Testing

/// A store that an older version made.
@Suite struct OlderStoreTests {
  private static let stored = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "StorageTests/Stored/format-1.sqlite")

  @Test(arguments: ["query", "status", "audit", "dump"])
  func `readers leave it as it is and name the command that brings it up to date`(command: String) throws {
    let tree = try CommandTree()
    let bytes = try Data(contentsOf: Self.stored)
    try tree.write(bytes, to: ".freshet/store.sqlite")
    let outcome = try tree.freshet(command == "query" ? ["query", "tides"] : [command])
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("freshet: the store \(tree.store) has format 1, "))
    #expect(outcome.errors.contains("run `freshet reindex`"))
    #expect(try tree.read(".freshet/store.sqlite") == bytes)
  }

  @Test func `reindex brings it up to date, with the embedder that it was made with`() throws {
    let tree = try CommandTree(["a.md": "Alpha stands here.\n"])
    try tree.write(try Data(contentsOf: Self.stored), to: ".freshet/store.sqlite")
    let outcome = try tree.freshet("reindex", "--json")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try tree.json("status")["embedder"]["model"] == "freshet/hashed-ngrams")
    #expect(try tree.freshet("audit", "--verify").status == 0)
  }

  static func storedFile(_ name: String) throws -> Data {
    try Data(contentsOf: stored.deletingLastPathComponent().appending(path: name))
  }

  /// A stored store beside the documents that it was made from, and what the binary that made it said of it.
  private func stored(_ format: Int) throws -> (CommandTree, JSON) {
    let said = try JSON(parsing: String(decoding: Self.storedFile("format-\(format).json"), as: UTF8.self))
    let tree = try CommandTree([
      "pumps.md": said["files"]["pumps.md"].text, "tides.md": said["files"]["tides.md"].text,
    ])
    try tree.write(Self.storedFile("format-\(format).sqlite"), to: ".freshet/store.sqlite")
    return (tree, said)
  }

  @Test(arguments: [2, 3, 4, 5, 6, 7])
  func `a store of each later format answers after the migration as it did before, and embeds nothing again`(
    format: Int
  ) throws {
    let (tree, said) = try stored(format)
    for command in [["query", "tides"], ["status"], ["audit"], ["dump"]] {
      let outcome = try tree.freshet(command)
      #expect(outcome.status == 2)
      #expect(outcome.errors.hasPrefix("freshet: the store \(tree.store) has format \(format), "))
    }
    try #require(try tree.freshet("gc").status == 0)
    #expect(try tree.dumpWithVersions().map { $0.without("state") } == said["dump"].elements)
    // History of format 2 isn't kept, so the migrating `gc` frees what only history had.
    if format > 2 { #expect(try tree.json("status")["vectors"] == said["vectors"]) }
    for mode in ["lexical", "vector"] {
      let answers = try said["questions"].elements.map { question in
        try tree.json("query", question.text, "--mode", mode)["hits"].elements.map {
          JSON.object(["document": $0["document"], "text": $0["text"]])
        }
      }
      #expect(JSON.array(answers.map(JSON.array)) == said["answers"][mode], "\(mode)")
    }
    #expect(try tree.freshet("query", "tides", "--consistency", "session", "--token", said["token"].text).status == 0)
  }

  @Test func `a watch of an older store says first what splitting its documents again costs`() throws {
    let (tree, _) = try stored(7)
    let watch = try WatchProcess(in: tree.path)
    for document in ["pumps.md", "tides.md"] { try watch.awaitServed(document) }
    let errors = try watch.end().errors
    #expect(errors.contains(/this run splits \d+ unchanged documents? again and embeds 1 passage/), "\(errors)")
    #expect(try tree.dump() == tree.dumpFromScratch())
  }

  @Test(arguments: [2, 3, 4, 5, 6, 7])
  func `a reindexing of a store of each later format parts its documents anew, and embeds only new passages`(
    format: Int
  ) throws {
    let (tree, _) = try stored(format)
    let report = try tree.reindex()
    #expect(report["chunks"]["embedded"] == 1, "short front matter begins the passage below it: \(report)")
    #expect(try tree.dump() == tree.dumpFromScratch())
    #expect(try tree.freshet("audit", "--verify").status == 0)
    if format > 2 {
      #expect(try tree.freshet("diff", "pumps.md").output.contains("-Three pumps stand in the cellar."))
    }
  }

  @Test(arguments: [4, 7])
  func `a dry run says what an upgrade costs, and leaves the store as it is`(format: Int) throws {
    let (tree, _) = try stored(format)
    let before = try tree.read(".freshet/store.sqlite")
    let plan = try tree.reindex("--dry-run")
    #expect(plan["documents"]["resplit"] == 2)
    #expect(plan["documents"]["changed"] == ["pumps.md", "tides.md"])
    #expect(try tree.read(".freshet/store.sqlite") == before)
    let outcome = try tree.freshet("reindex")
    #expect(outcome.status == 0)
    let embedded = plan["chunks"]["embed"].number == 1 ? "embeds 1 passage" : "embeds 0 passages"
    let cost = "this run splits 2 unchanged documents again and \(embedded) "
    #expect(outcome.errors.contains(cost), "\(outcome.errors)")
    #expect(try tree.reindex("--dry-run")["documents"]["resplit"] == 0)
  }
}
