import Foundation
import Testing

/// `slo`: objectives in freshet.toml, and how they are kept.
@Suite struct ServiceLevelTests {
  private static func tree(_ objective: String) throws -> CommandTree {
    try CommandTree([
      "freshet.toml": "[sources.files]\nroot = \"docs\"\n\(objective)\n", "docs/a.md": "Alpha stands here.\n",
      "docs/b.md": "Beta stands here.\n",
    ])
  }

  @Test func `changes that were served in time, and answers from them, are within the objective`() throws {
    let tree = try Self.tree("staleness = \"1h\"\ntarget = 0.99")
    try tree.reindex()
    try tree.write("Alpha stood here.\n", to: "docs/a.md")
    try tree.remove("docs/b.md")
    try tree.reindex()
    _ = try tree.freshet("query", "alpha")
    let outcome = try tree.freshet("slo", "--json")
    #expect(outcome.status == 0)
    let source = try JSON(parsing: outcome.output)["sources"][0]
    #expect(
      source.without("changes", "answers") == [
        "source": "files", "stalenessSeconds": 3600, "target": 0.99, "documents": 1, "documentsWithin": 1,
      ])
    for window in source["changes"]["windows"].elements {
      #expect(window["total"] == 2 && window["within"] == 2 && window["burnRate"] == 0, "\(window)")
    }
    #expect(
      source["changes"]["windows"].elements.map { $0["windowSeconds"] } == [300, 1800, 3600, 21600, 259200, 2592000])
    #expect(source["changes"]["budgetLeft"] == 1 && source["changes"]["alerts"] == [])
    #expect(source["answers"]["windows"][0]["total"] == 1 && source["answers"]["windows"][0]["within"] == 1)
  }

  @Test func `what is overdue, and answers that show it, spend the budget, raise alerts and exit with 1`() throws {
    let tree = try Self.tree("staleness = \"1ms\"")
    try tree.reindex()
    try tree.write("Alpha stood here.\n", to: "docs/a.md")
    _ = try tree.freshet("query", "alpha")
    let outcome = try tree.freshet("slo", "--json")
    #expect(outcome.status == 1)
    let source = try JSON(parsing: outcome.output)["sources"][0]
    #expect(source["documents"] == 2 && source["documentsWithin"] == 1)
    #expect(source["changes"]["windows"][0]["total"] == 1 && source["changes"]["windows"][0]["within"] == 0)
    #expect(source["changes"]["alerts"].elements.count == 3)
    #expect(source["answers"]["windows"][0]["within"] == 0)
    let text = try tree.freshet("slo")
    #expect(text.status == 1)
    #expect(
      text.output.hasPrefix("files: 99.90 % within 1ms\n  documents  1 of 2 within the objective now (50.00 %)\n"))
    #expect(text.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(text.output)")
  }

  @Test func `without an objective it says where to set one`() throws {
    let tree = try Self.tree("")
    try tree.reindex()
    let outcome = try tree.freshet("slo")
    #expect(outcome.status == 0 && outcome.output.contains("staleness = \"30s\""))
  }

  @Test func `documents that were there before their source was first seen changed at no known time`() throws {
    let tree = try Self.tree("staleness = \"1ms\"")
    try tree.reindex()
    let source = try tree.json("slo")["sources"][0]
    #expect(source["changes"]["windows"].elements.allSatisfy { $0["total"] == 0 && $0["burnRate"] == .null })
  }

  @Test(arguments: [
    ("target = 0.9", "a target needs an objective"), ("staleness = \"1s\"\ntarget = 1", "a share above 0 and below 1"),
    ("staleness = \"0s\"", "staleness"), ("staleness = 3", "staleness"),
  ])
  func `an objective that promises nothing is refused by line`(objective: String, what: String) throws {
    let outcome = try Self.tree(objective).freshet("reindex", "--embedder", "hashing")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(what) && outcome.errors.contains("freshet.toml, line"), "\(outcome.errors)")
  }

  @Test func `the log of answers is bounded, skips what it can't read, and never fails an answer`() throws {
    let tree = try Self.tree("staleness = \"1h\"")
    try tree.reindex()
    let log = tree.at(".freshet/answers")
    try Data("nonsense\n1 files 2\n99 other 1\n".utf8).write(to: URL(fileURLWithPath: log))
    _ = try tree.freshet("query", "alpha")
    let answers = try tree.json("slo")["sources"][0]["answers"]["windows"][5]
    #expect(answers["total"] == 1)
    try Data(count: 5 << 20).write(to: URL(fileURLWithPath: log))
    _ = try tree.freshet("query", "alpha")
    #expect(!tree.exists(".freshet/answers") && tree.exists(".freshet/answers.old"))
    try FileManager.default.createDirectory(atPath: log, withIntermediateDirectories: false)
    #expect(try tree.freshet("query", "alpha").status == 0)
  }
}
