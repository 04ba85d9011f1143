import Foundation
import Testing

/// `reindex`: which files, which store.
@Suite struct ReindexScopeTests {
  static let documents = ["north/a.md": "North wind.\n", "south/b.md": "South wind.\n"]

  @Test func `a path limits the work, and nothing outside it is changed or deleted`() throws {
    let tree = try CommandTree(Self.documents)
    try tree.reindex()
    try tree.write("North gale.\n", to: "north/a.md")
    try tree.write("West wind.\n", to: "west.md")
    try tree.remove("south/b.md")

    let north = try tree.reindex("north")
    #expect(north["documents"]["seen"] == 1)
    #expect(north["documents"]["changed"] == 1)
    #expect(north["documents"]["removed"] == 0)
    #expect(try tree.dump().map { $0["text"] } == ["North gale.", "South wind."])

    #expect(try tree.reindex("south", "west.md")["documents"]["removed"] == 1)
    #expect(try tree.dump().map { $0["text"] } == ["North gale.", "West wind."])
  }

  @Test func `a file that is gone can be named`() throws {
    let tree = try CommandTree(Self.documents)
    try tree.reindex()
    try tree.remove("south/b.md")
    try tree.remove("north/a.md")
    #expect(try tree.reindex("south/b.md")["documents"]["removed"] == 1)
    #expect(try tree.dump().map { $0["document"] } == ["north/a.md"])
  }

  @Test func `a path outside the root is refused`() throws {
    let tree = try CommandTree(Self.documents)
    try tree.reindex()
    let other = try CommandTree(["c.md": "Elsewhere.\n"])
    let outcome = try tree.freshet("reindex", "--store", ".freshet", other.path)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("\(other.path) is not below \(tree.path)"))
    #expect(!other.exists(".freshet"))
  }

  @Test func `several folders without a store are refused, with what to do instead`() throws {
    let tree = try CommandTree(Self.documents)
    let outcome = try tree.freshet("reindex", "--embedder", "hashing", "north", "south")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("run `freshet reindex FOLDER` with one folder above all of them"))
    #expect(!tree.exists("north/.freshet") && !tree.exists("south/.freshet"))
  }

  @Test func `a folder that isn't there is refused and nothing is made`() throws {
    let tree = try CommandTree()
    let outcome = try tree.freshet("reindex", "--embedder", "hashing", "nowhere")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("nowhere is not a folder"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: tree.path).isEmpty)
  }

  @Test func `a dry run names the work and does none of it`() throws {
    let tree = try CommandTree(Self.documents)
    let plan = try tree.reindex("--dry-run")
    #expect(
      plan.without("seconds") == [
        "dryRun": true,
        "documents": [
          "seen": 2, "changed": ["north/a.md", "south/b.md"], "held": [:], "removed": [], "resplit": 0, "skipped": [:],
        ],
        "chunks": ["embed": 2, "reuse": 0], "tokens": 6,
      ])
    #expect(try FileManager.default.contentsOfDirectory(atPath: tree.path).sorted() == ["north", "south"])

    try tree.reindex()
    let before = try tree.json("status")
    try tree.write("East wind.\n", to: "east.md")
    try tree.remove("south/b.md")
    let later = try tree.reindex("--dry-run")
    #expect(later["documents"]["changed"] == ["east.md"])
    #expect(later["documents"]["removed"] == ["south/b.md"])
    #expect(later["chunks"] == ["embed": 1, "reuse": 0])
    #expect(later["seconds"].number >= 0)
    #expect(try tree.json("status") == before)
  }

  @Test func `a dry run needs no model where nothing must be embedded`() throws {
    let tree = try CommandTree()
    let outcome = try tree.freshet(["reindex", "--dry-run"], environment: ["FRESHET_MODEL_DIR": "/nonexistent"])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: tree.path).isEmpty)
  }

  @Test func `--all reads a file whose stamp vouches for other bytes than it has`() throws {
    let tree = try CommandTree(["a.md": "North wind.\n"])
    try tree.reindex()
    try tree.write("North gale.\n", to: "a.md")
    try forgeStamp(of: "a.md", in: tree)
    #expect(try tree.reindex()["documents"]["changed"] == 0)
    #expect(try tree.reindex("--all")["documents"]["changed"] == 1)
    #expect(try tree.dump().map { $0["text"] } == ["North gale."])
  }

  @Test func `a store can lie elsewhere and remembers its documents`() throws {
    let tree = try CommandTree(Self.documents)
    let elsewhere = try CommandTree()
    try tree.reindex("--store", elsewhere.at("deep/store"))
    #expect(!tree.exists(".freshet"))
    try tree.write("North gale.\n", to: "north/a.md")
    let outcome = try elsewhere.freshet("reindex", "--store", "deep/store", "--json")
    #expect(try JSON(parsing: outcome.output)["documents"]["changed"] == 1)
  }

  @Test func `the store is found from a folder below it`() throws {
    let tree = try CommandTree(Self.documents)
    try tree.reindex()
    let audit = try tree.freshet("audit", "--json", in: "south")
    #expect(try JSON(parsing: audit.output)["counts"]["fresh"] == 2)
    try tree.write("South gale.\n", to: "south/b.md")
    let outcome = try tree.freshet("reindex", "--json", in: "north")
    #expect(try JSON(parsing: outcome.output)["documents"]["changed"] == 1)
    #expect(!tree.exists("north/.freshet"))
  }

  @Test func `the tree and its store can be moved together`() throws {
    let tree = try CommandTree()
    for (name, text) in Self.documents { try tree.write(text, to: "old/" + name) }
    let first = try tree.freshet("reindex", "--embedder", "hashing", "old")
    #expect(first.status == 0, "\(first)")
    try tree.move("old", to: "new")
    let audit = try tree.freshet("audit", in: "new")
    #expect(audit.status == 0, "\(audit)")
    #expect(audit.output.hasPrefix("2 documents: 2 fresh\n"))
  }
}

/// Writes the file's present stamp into the store, as if the indexed bytes had been read a minute after it.
func forgeStamp(of name: String, in tree: CommandTree) throws {
  var status = stat()
  try #require(stat(tree.at(name), &status) == 0)
  let modified = status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
  let changed = status.st_ctim.tv_sec * 1_000_000_000 + status.st_ctim.tv_nsec
  try StoreDatabase(in: tree.store).run(
    """
    UPDATE documents SET device = \(status.st_dev), inode = \(status.st_ino), modified = \(modified),
      changed = \(changed), looked_at = \(max(modified, changed) + 60_000_000_000) WHERE path = '\(name)'
    """)
}
