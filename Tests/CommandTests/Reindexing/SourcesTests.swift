import Foundation
import Testing

/// Several folders in one store, as `freshet.toml` names them.
@Suite struct SourcesTests {
  static let documents = [
    "freshet.toml": """
    embedder = "hashing"
    [sources.docs]
    root = "docs"
    include = ["*.md"]
    exclude = ["drafts/"]
    [sources.code]
    root = "code"
    policy = "write-through"

    """,
    "docs/a.md": "Alpha stands here.\n", "docs/b.txt": "Not for the index.\n", "docs/drafts/c.md": "Nor is this.\n",
    "code/x.swift": "let lamps = 3\n", "elsewhere.md": "In no source.\n",
  ]

  private func run(_ tree: CommandTree, _ arguments: String..., in folder: String = ".") throws -> JSON {
    let outcome = try tree.freshet(arguments + ["--json"], in: folder)
    try #require(outcome.status == 0, "\(outcome)")
    return try JSON(parsing: outcome.output)
  }

  @Test func `each source has its documents, by its patterns, under its name`() throws {
    let tree = try CommandTree(Self.documents)
    let report = try run(tree, "reindex")["documents"]
    #expect(
      report == [
        "seen": 4, "changed": 2, "removed": 0, "skipped": ["ignored": 2], "failed": 0, "failures": [:], "held": [:],
        "unread": [], "unreadCount": 0,
      ])
    #expect(try tree.dump().map { $0["document"] } == ["code:x.swift", "docs:a.md"])
    let status = try tree.json("status")
    #expect(
      status["sources"] == [
        ["name": "code", "root": .string(tree.at("code"))], ["name": "docs", "root": .string(tree.at("docs"))],
      ])
    #expect(status["completeness"]["watch"] == ["code": .null, "docs": .null])
    #expect(try tree.freshet("audit").status == 0)
    #expect(try tree.json("query", "alpha", "--limit", "1")["hits"][0]["certificate"]["source"] == "docs")
  }

  @Test func `paths and --source limit the work to their sources`() throws {
    let tree = try CommandTree(Self.documents)
    _ = try run(tree, "reindex")
    try tree.write("Alpha stood here.\n", to: "docs/a.md")
    try tree.write("let lamps = 4\n", to: "code/x.swift")
    #expect(try run(tree, "reindex", "code/x.swift")["documents"]["changed"] == 1)
    #expect(try run(tree, "reindex", "--source", "code")["documents"]["changed"] == 0)
    #expect(try run(tree, "reindex", "../docs", in: "code")["documents"]["changed"] == 1)
    try tree.write("Alpha will stand here.\n", to: "docs/a.md")
    try tree.write("let lamps = 5\n", to: "code/x.swift")
    #expect(try run(tree, "reindex", "docs/a.md", "code")["documents"]["changed"] == 2)
    #expect(try run(tree, "reindex", "--dry-run", ".")["documents"]["seen"] == 4)
  }

  @Test func `of a source that is missing nothing is changed, and the message doesn't speak of the others`() throws {
    let tree = try CommandTree(Self.documents)
    _ = try run(tree, "reindex")
    try tree.write("let lamps = 4\n", to: "code/x.swift")
    try tree.move("docs", to: "unmounted")
    let outcome = try tree.freshet("reindex", "-q")
    #expect(outcome.status == 4)
    #expect(outcome.errors.hasPrefix("freshet: cannot read the documents' folder \(tree.at("docs")): "))
    #expect(outcome.errors.hasSuffix(". The index was not changed\n"), "\(outcome.errors)")
    let texts = try tree.dump().map { $0["text"].text.trimmingCharacters(in: .newlines) }
    #expect(texts == ["let lamps = 4", "Alpha stands here."])
  }

  @Test func `a path in no source, and a source that there isn't, are refused`() throws {
    let tree = try CommandTree(Self.documents)
    _ = try run(tree, "reindex")
    let outside = try tree.freshet("reindex", "elsewhere.md")
    #expect(outside.status == 2)
    #expect(outside.errors.contains("\(tree.at("elsewhere.md")) is not below \(tree.at("code")), \(tree.at("docs"))"))
    let wrongSource = try tree.freshet("reindex", "--source", "code", "docs/a.md")
    #expect(wrongSource.status == 2)
    let unknown = try tree.freshet("reindex", "--source", "doc")
    #expect(
      unknown
        == FreshetProcess.Outcome(
          status: 2, output: "", errors: "freshet: there is no source doc; the sources of the store are: code, docs\n"))
  }

  @Test func `a file without sources is about its own folder, and is found from below`() throws {
    let tree = try CommandTree([
      "freshet.toml": "embedder = \"hashing\"\nstore = \"index\"\n", "deep/a.md": "Alpha.\n",
    ])
    #expect(try run(tree, "reindex", in: "deep")["documents"]["changed"] == 2)
    #expect(try tree.freshet("audit", in: "deep").status == 0)
    #expect(tree.exists("index/store.sqlite") && !tree.exists(".freshet/store.sqlite"))
  }

  @Test func `a store that is named and holds other folders keeps them, whatever file lies here`() throws {
    let tree = try CommandTree(Self.documents)
    let other = try CommandTree(["o.md": "Omega.\n"])
    try other.reindex()
    #expect(try run(tree, "status", "--store", other.store)["root"] == .string(other.path))
    #expect(try tree.freshet("audit", "--store", other.store).status == 0)
  }

  @Test func `a watch keeps all sources, or those whose folders are named`() throws {
    let tree = try CommandTree(Self.documents)
    let both = try WatchProcess(in: tree.path)
    try both.awaitServed("docs:a.md")
    try both.awaitServed("code:x.swift")
    _ = try both.end()
    try tree.write("Alpha stood here.\n", to: "docs/a.md")
    try tree.write("let lamps = 4\n", to: "code/x.swift")
    let one = try WatchProcess(in: tree.path, "code")
    try one.awaitServed("code:x.swift")
    let events = try one.events { $0["event"] == "health" && $0["health"] == "watching" }
    #expect(!events.contains { $0["source"] == "docs" })
    _ = try one.end()
    let outcome = try tree.freshet("watch", "docs/drafts")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("no source has the folder docs/drafts: name one of "))
  }
}
