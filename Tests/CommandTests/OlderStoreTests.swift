import Foundation
import Testing

/// A store that an older version made.
@Suite struct OlderStoreTests {
  private static let stored = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "StorageTests/Stored/format-1.sqlite")

  @Test(arguments: ["query", "status", "audit", "dump"])
  func `readers leave it as it is and name the command that brings it up to date`(command: String) throws {
    let tree = try DocumentTree()
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
    let tree = try DocumentTree(["a.md": "Alpha stands here.\n"])
    try tree.write(try Data(contentsOf: Self.stored), to: ".freshet/store.sqlite")
    let outcome = try tree.freshet("reindex", "--json")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try tree.json("status")["embedder"]["model"] == "freshet/hashed-ngrams")
    #expect(try tree.freshet("audit", "--verify").status == 0)
  }
}
