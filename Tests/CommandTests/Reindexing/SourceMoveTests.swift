import Foundation
import Testing

/// A source whose folder was moved, and folders that are none of its.
@Suite struct SourceMoveTests {
  private func indexed(_ source: String, _ count: Int = 24, _ arguments: String...) throws -> CommandTree {
    let tree = try CommandTree()
    for number in 0..<count { try tree.write("Bollard \(number) holds.\n", to: "docs/d\(number).md") }
    if source != "files" {
      try tree.write("embedder = \"hashing\"\n\n[sources.\(source)]\nroot = \"docs\"\n", to: "freshet.toml")
      try tree.reindex()
    } else {
      try tree.reindex("docs", "--store", ".store")
    }
    return tree
  }

  private func store(_ source: String) -> [String] { source == "files" ? ["--store", ".store"] : [] }

  @Test(arguments: ["docs", "files"])
  func `a moved folder is named, and nothing is embedded or removed`(source: String) throws {
    let tree = try indexed(source)
    try tree.move("docs", to: "elsewhere/papers")
    #expect(try tree.freshet(["reindex"] + store(source)).status == 4)
    let plan = try tree.freshet(["source", "move", source, "elsewhere/papers", "--dry-run"] + store(source))
    #expect(plan.status == 0 && plan.output.contains("moved      not yet"), "\(plan)")
    #expect(try tree.freshet(["audit"] + store(source)).status == 4)
    let moved = try tree.freshet(["source", "move", source, "elsewhere/papers"] + store(source))
    #expect(moved.status == 0, "\(moved)")
    #expect(
      moved.output.contains(
        "documents  24 indexed, 0 of them missing from the new folder; the folder has 0 other files\nmoved      yes\n"))
    if source == "docs" {
      let setting = "root = \"\(tree.at("elsewhere/papers"))\""
      #expect(moved.output.contains("change     in \(tree.at("freshet.toml")), line 4, write \(setting)\n"))
      try tree.write("embedder = \"hashing\"\n\n[sources.docs]\n\(setting)\n", to: "freshet.toml")
    }
    let command = try #require(Advised.commands(in: moved.output).first)
    let outcome = try Advised.run(command + " --json", in: tree.path)
    let report = try JSON(parsing: outcome.output)
    #expect(report["documents"]["removed"] == 0 && report["chunks"]["embedded"] == 0, "\(outcome)")
    #expect(try JSON(parsing: tree.freshet(["audit", "--json"] + store(source)).output)["coherent"] == true)
  }

  @Test(arguments: ["docs", "files"])
  func `a folder without the documents is refused, unless the loss is accepted`(source: String) throws {
    let tree = try indexed(source)
    for number in 0..<30 { try tree.write("Buoy \(number) floats.\n", to: "other/b\(number).md") }
    for number in 0..<11 { try tree.write("Bollard \(number) holds.\n", to: "other/d\(number).md") }
    let before = try tree.freshet(["status", "--json"] + store(source)).output
    let refused = try tree.freshet(["source", "move", source, "other"] + store(source))
    #expect(refused.status == 2 && refused.errors.contains("and 13 of 24 documents are not in it"), "\(refused)")
    #expect(
      try JSON(parsing: tree.freshet(["status", "--json"] + store(source)).output)["sources"]
        == JSON(parsing: before)["sources"])
    let accepted = try tree.freshet(
      ["source", "move", source, "other", "--accept-deletions", "--json"] + store(source))
    #expect(accepted.status == 0, "\(accepted)")
    let object = try JSON(parsing: accepted.output)
    #expect(object["missing"] == 13 && object["new"] == 30 && object["moved"] == true)
    if source == "docs" {
      try tree.write("embedder = \"hashing\"\n[sources.docs]\nroot = \"other\"\n", to: "freshet.toml")
    }
    #expect(try tree.freshet(["reindex"] + store(source)).status == 0)
    #expect(try JSON(parsing: tree.freshet(["status", "--json"] + store(source)).output)["documents"] == 41)
  }

  @Test func `documents that were renamed on the way count as there`() throws {
    let tree = try indexed("docs")
    try tree.move("docs", to: "papers")
    for number in 0..<24 { try tree.move("papers/d\(number).md", to: "papers/new/\(number).md") }
    let moved = try tree.freshet("source", "move", "docs", "papers")
    let documents = "documents  24 indexed, 0 of them missing from the new folder; the folder has 24 other files\n"
    #expect(moved.output.contains(documents), "\(moved)")
  }

  @Test func `an unknown source, a file, the store, a folder in another source, and a watched source are refused`()
    throws
  {
    let tree = try indexed("docs", 3)
    try tree.write(
      "embedder = \"hashing\"\n[sources.docs]\nroot = \"docs\"\n[sources.notes]\nroot = \"notes\"\n", to: "freshet.toml"
    )
    try tree.write("Note.\n", to: "notes/n.md")
    try tree.write("Note.\n", to: "notes/inner/n.md")
    try tree.reindex()
    for (arguments, message) in [
      (["nodes", "docs"], "there is no source nodes; the sources of the store are: docs, notes"),
      (["docs", "docs/d1.md"], "is not a folder"), (["docs", "nowhere"], "is not a folder"),
      (["docs", ".freshet"], "is the store's folder"), (["docs", "notes/inner"], "the folder of the source notes"),
      (["docs", "."], "the folder of the source notes"),
    ] {
      let outcome = try tree.freshet(["source", "move"] + arguments)
      #expect(outcome.status == 2 && outcome.errors.contains(message), "\(arguments): \(outcome)")
    }
    try Advised.running("freshet watch -q", in: tree.path) {
      let outcome = try tree.freshet("source", "move", "docs", "docs")
      return outcome.status == 5 && outcome.errors.contains("which watches docs")
    }
  }

  @Test func `a slip of the pen in root leaves nothing in the store when the file is corrected`() throws {
    let tree = try CommandTree(["docs/a.md": "The quay.\n"])
    func configure(_ root: String) throws {
      try tree.write("embedder = \"hashing\"\n[sources.docs]\nroot = \"\(root)\"\n", to: "freshet.toml")
    }
    for store in [".freshet", "elsewhere/store"] {
      try configure("dcos")
      let wrong = try tree.freshet("reindex", "--store", store)
      #expect(wrong.status == 4 && wrong.errors.contains("there is no folder at \(tree.at("dcos"))"))
      try configure("docs")
      let right = try tree.freshet("reindex", "--store", store, "--json")
      #expect(right.status == 0, "\(right)")
      #expect(
        try JSON(parsing: tree.freshet("status", "--store", store, "--json").output)["sources"][0]["root"]
          == .string(tree.at("docs")))
      #expect(try tree.freshet("audit", "--store", store).status == 0)
    }
  }

  @Test(arguments: [["--store", "."], [".", "--store", "../$HERE"], ["inner", "--store", "."]])
  func `a store is not made in, or around, the folder that it indexes`(arguments: [String]) throws {
    let tree = try CommandTree(["a.md": "The quay.\n", "inner/b.md": "The buoy.\n"])
    let words = arguments.map { $0.replacing("$HERE", with: tree.path.split(separator: "/").last ?? "") }
    let outcome = try tree.freshet(["reindex", "--embedder", "hashing"] + words)
    #expect(outcome.status == 2 && outcome.errors.contains("name another place with --store"), "\(outcome)")
    #expect(!tree.exists("store.sqlite"))
    #expect(try tree.freshet("reindex", "--embedder", "hashing", "--store", "place").status == 0)
  }
}
