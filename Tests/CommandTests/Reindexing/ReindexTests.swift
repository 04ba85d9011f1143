import Foundation
import Glibc
import Testing

/// `reindex`: which content costs what.
@Suite struct ReindexTests {
  static let harbour = "# Harbour\n\nThe gate opens at dawn.\n"
  static let lights = "# Lights\n\nRed lamps mark the breakwater.\n"

  @Test func `the report has the documented keys and counts each document and passage once`() throws {
    let tree = try CommandTree(["a.md": Self.harbour, "deep/copy.md": Self.harbour, "b.txt": "Plain words.\n"])
    let elsewhere = try CommandTree()
    let report = try tree.reindex("--store", elsewhere.at("store"))
    #expect(
      report.without("seconds", "token", "tokens", "mendedVectors") == [
        "documents": [
          "seen": 3, "changed": 3, "removed": 0, "skipped": [:], "failed": 0, "failures": [:], "held": [:],
          "unread": [],
          "unreadCount": 0,
        ],
        "chunks": ["embedded": 2, "reused": 0, "retired": 0],
      ])
    #expect(report.keys == ["documents", "chunks", "seconds", "token", "tokens", "mendedVectors"])
    #expect(report["mendedVectors"] == 0)
    // "# Harbour The gate opens at dawn ." and "Plain words .": the copy counts for nothing.
    #expect(report["tokens"] == 11)
    #expect(report["seconds"].number > 0)
    #expect(report["token"].text.split(separator: ".").count == 3)
  }

  @Test func `the store's own folder is neither a document nor passed over`() throws {
    let tree = try CommandTree(["a.md": Self.harbour])
    try tree.reindex()
    let documents = try tree.reindex()["documents"]
    #expect(documents["seen"] == 1)
    #expect(documents["skipped"] == [:])
  }

  @Test func `a store that lies among the documents under another name is no document either`() throws {
    let tree = try CommandTree(["a.md": Self.harbour])
    try tree.reindex("--store", tree.at("index"))
    let documents = try tree.reindex("--store", tree.at("index"))["documents"]
    #expect(documents["seen"] == 1)
    #expect(documents["changed"] == 0)
    #expect(documents["skipped"] == [:])
  }

  @Test func `a second run finds nothing to do and changes nothing`() throws {
    let tree = try CommandTree(["a.md": Self.harbour, "b.md": Self.lights])
    let first = try tree.reindex()
    let dump = try tree.dumpWithVersions()
    let second = try tree.reindex()
    #expect(second["chunks"] == ["embedded": 0, "reused": 0, "retired": 0])
    #expect(second["documents"]["changed"] == 0)
    #expect(second["tokens"] == 0)
    #expect(second["token"] == first["token"])
    #expect(try tree.dumpWithVersions() == dump)
  }

  @Test func `the summary for people names the same figures`() throws {
    let tree = try CommandTree(["a.md": Self.harbour])
    let elsewhere = try CommandTree()
    let outcome = try tree.freshet("reindex", "--embedder", "hashing", "--store", elsewhere.at("store"))
    let lines = outcome.output.split(separator: "\n")
    try #require(lines.count == 2)
    #expect(lines[0] == "1 changed, 0 removed, 1 seen")
    let chunks = /passages: 1 embedded, 0 reused, 0 retired; 8 tokens in [\d.]+ m?s \(\d+ tokens\/s\)/
    #expect(lines[1].wholeMatch(of: chunks) != nil, "\(lines[1])")
    #expect(outcome.errors == "freshet: using the store \(elsewhere.at("store")), root \(tree.path)\n")
    #expect(outcome.status == 0)
  }

  @Test func `a change within the same second and of the same size is found`() throws {
    let tree = try CommandTree(["a.md": Self.harbour])
    try tree.reindex()
    try tree.write(Self.harbour.replacing("dawn", with: "dusk"), to: "a.md")
    let report = try tree.reindex()
    #expect(report["documents"]["changed"] == 1)
    #expect(report["chunks"] == ["embedded": 1, "reused": 0, "retired": 1])
    #expect(try tree.dump() == tree.dumpFromScratch())
  }

  @Test func `a change of the same size with the old time restored is found`() throws {
    let tree = try CommandTree(["a.md": Self.harbour])
    try setTime(of: tree.at("a.md"), to: "2020-01-01T00:00:00.123456789")
    try tree.reindex()
    try ageStamps(in: tree)
    try tree.write(Self.harbour.replacing("dawn", with: "dusk"), to: "a.md")
    try setTime(of: tree.at("a.md"), to: "2020-01-01T00:00:00.123456789")
    #expect(try tree.reindex()["documents"]["changed"] == 1)
    #expect(try tree.dump() == tree.dumpFromScratch())
  }

  @Test func `a file that is only touched is read and not indexed again`() throws {
    let tree = try CommandTree(["a.md": Self.harbour])
    let first = try tree.reindex()
    try setTime(of: tree.at("a.md"), to: "2020-01-01T00:00:00")
    let second = try tree.reindex()
    #expect(second["documents"]["changed"] == 0)
    #expect(second["token"] == first["token"])
  }

  @Test func `a move, a copy and a revert embed nothing`() throws {
    let tree = try CommandTree(["a.md": Self.harbour, "b.md": Self.lights])
    try tree.reindex()

    try tree.move("a.md", to: "moved/c.md")
    let move = try tree.reindex()
    #expect(move["chunks"] == ["embedded": 0, "reused": 1, "retired": 0])
    #expect(move["documents"]["changed"] == 1)
    #expect(move["documents"]["removed"] == 1)

    try tree.copy("b.md", to: "d.md")
    let copy = try tree.reindex()
    #expect(copy["chunks"] == ["embedded": 0, "reused": 1, "retired": 0])

    try tree.write("Something else.\n", to: "d.md")
    #expect(try tree.reindex()["chunks"] == ["embedded": 1, "reused": 0, "retired": 0])
    try tree.write(Self.lights, to: "d.md")
    #expect(try tree.reindex()["chunks"] == ["embedded": 0, "reused": 1, "retired": 1])
    #expect(try tree.dump() == tree.dumpFromScratch())
  }

  @Test func `a deleted document is no longer served, and comes back without embedding`() throws {
    let tree = try CommandTree(["a.md": Self.harbour, "b.md": Self.lights])
    try tree.reindex()
    try tree.remove("a.md")
    let removal = try tree.reindex()
    #expect(removal["documents"]["removed"] == 1)
    #expect(removal["chunks"] == ["embedded": 0, "reused": 0, "retired": 1])
    #expect(try tree.dump().map { $0["document"] } == ["b.md"])
    try tree.write(Self.harbour, to: "a.md")
    #expect(try tree.reindex()["chunks"] == ["embedded": 0, "reused": 1, "retired": 0])
  }
}

/// As `touch -d` does.
func setTime(of file: String, to moment: String) throws {
  let touch = try Process.run(URL(fileURLWithPath: "/usr/bin/touch"), arguments: ["-d", moment, file])
  touch.waitUntilExit()
  try #require(touch.terminationStatus == 0)
}

/// Makes the store believe that it looked at its files a minute after they were last touched, so that their stamps are evidence.
func ageStamps(in tree: CommandTree) throws {
  try StoreDatabase(in: tree.store).run("UPDATE documents SET looked_at = max(modified, changed) + 60000000000")
}
