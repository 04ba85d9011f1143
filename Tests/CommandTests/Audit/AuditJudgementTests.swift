import Foundation
import Testing

/// Which findings an audit reports, which fail it, and which are accepted.
@Suite struct AuditJudgementTests {
  /// One document stale, one missing, one orphaned.
  private func spoiled() throws -> CommandTree {
    let tree = try CommandTree(["docs/a.md": "Alpha stands here.\n", "docs/b.md": "Beta stands here.\n"])
    try tree.reindex("docs", "--store", tree.at("store"))
    try tree.write("Alpha stood here.\n", to: "docs/a.md")
    try tree.write("Delta is new.\n", to: "docs/d.md")
    try tree.remove("docs/b.md")
    return tree
  }

  private func audit(_ tree: CommandTree, _ words: String...) throws -> (JSON, Int32) {
    let outcome = try tree.freshet(["audit", "--store", "store", "--json"] + words)
    return (try JSON(parsing: outcome.output), outcome.status)
  }

  private func names(_ findings: JSON) -> [String] { findings.elements.map { $0["rule"].text } }

  @Test(arguments: [
    ("stale", ["FRS001"]), ("FRS002,frs003", ["FRS002", "FRS003"]), ("over-objective", []), ("none", []),
    ("damaged,missing", ["FRS002"]),
  ])
  func `--fail-on says which rules fail; the others are reported`(list: String, failing: [String]) throws {
    let (report, status) = try audit(try spoiled(), "--fail-on", list)
    #expect(names(report["findings"]) == ["FRS001", "FRS002", "FRS003"])
    #expect(names(.array(report["findings"].elements.filter { $0["failing"] == true })) == failing)
    #expect(report["failing"] == .bool(!failing.isEmpty))
    #expect(report["coherent"] == false)
    #expect(status == (failing.isEmpty ? 0 : 1))
  }

  @Test(arguments: [
    ("stael", "did you mean stale?"), ("FRS01", "did you mean FRS001?"),
    ("zebras", "expected FRS001 to FRS013, stale,"),
    ("stale,", "there is no rule "),
  ])
  func `a rule that there isn't is wrong use, with the one that may be meant`(list: String, hint: String) throws {
    let outcome = try CommandTree().freshet("audit", "--fail-on", list)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(hint), "\(outcome.errors)")
  }

  @Test func `--max-staleness judges every source by one bound`() throws {
    let tree = try spoiled()
    #expect(try names(audit(tree, "--max-staleness", "1d").0["findings"]) == ["FRS001", "FRS002", "FRS003"])
    let late = try audit(tree, "--max-staleness", "1ms", "--fail-on", "over-objective")
    #expect(names(late.0["findings"]) == ["FRS001", "FRS002", "FRS003", "FRS007", "FRS007", "FRS007"])
    #expect(late.1 == 1)
  }

  @Test func `a baseline accepts what it names; what is new fails, what is gone is reported`() throws {
    let tree = try spoiled()
    let (written, status) = try audit(tree, "--write-baseline", "known.json")
    #expect(status == 0)
    #expect(written["baseline"] == ["known": 3, "resolved": []])
    #expect(
      String(decoding: try tree.read("known.json"), as: UTF8.self) == """
        {
          "findings": [
            {"path":"a.md","rule":"FRS001","source":"files"},
            {"path":"d.md","rule":"FRS002","source":"files"},
            {"path":"b.md","rule":"FRS003","source":"files"}
          ],
          "version": 1
        }

        """)
    #expect(try audit(tree, "--baseline", "known.json").1 == 0)

    try tree.write("Alpha stands here.\n", to: "docs/a.md")
    try tree.write("Eta is new.\n", to: "docs/e.md")
    let (report, later) = try audit(tree, "--baseline", "known.json")
    #expect(later == 1)
    #expect(report["findings"].elements.map { $0["document"] } == ["d.md", "e.md", "b.md"])
    #expect(report["findings"].elements.map { $0["known"] } == [true, false, true])
    #expect(report["findings"].elements.map { $0["failing"] } == [false, true, false])
    #expect(
      report["baseline"] == ["known": 2, "resolved": [["rule": "FRS001", "source": "files", "path": "a.md"]]])

    let text = try tree.freshet("audit", "--store", "store", "--baseline", "known.json").output
    #expect(text.contains("\n  d.md (known)\n") && text.contains("\n  e.md\n"))
    #expect(text.contains("\naccepted by the baseline: 2 of 3 findings\n"))
    #expect(text.contains("\nin the baseline, and no longer found:\n  FRS001 a.md\n"))
  }

  @Test func `the formats of CI show known findings as such`() throws {
    let tree = try spoiled()
    _ = try audit(tree, "--write-baseline", "known.json")
    try tree.write("Alpha stands here.\n", to: "docs/a.md")
    try tree.write("Eta is new.\n", to: "docs/e.md")
    func told(_ format: String) throws -> String {
      try tree.freshet("audit", "--store", "store", "--baseline", "known.json", "--format", format).output
    }
    let sarif = try told("sarif")
    try PublishedSchemas.expectSARIF(sarif)
    let results = try JSON(parsing: sarif)["runs"][0]["results"].elements
    #expect(results.map { $0["baselineState"] } == ["unchanged", "new", "unchanged", "absent"])
    #expect(results.map { $0["kind"] } == ["fail", "fail", "fail", "pass"])
    let junit = try told("junit")
    try PublishedSchemas.expectJUnit(junit)
    #expect(junit.components(separatedBy: #"<skipped message="accepted by the baseline: "#).count == 3)
    #expect(junit.components(separatedBy: "<failure ").count == 2)
    #expect(junit.contains(#"<testsuites name="freshet audit" tests="14" failures="1" errors="0">"#))
  }

  @Test(arguments: [
    ("", "is not a baseline: "), ("[]", "is not a baseline: expected {"), (#"{"findings":[]}"#, "version is missing"),
    (#"{"version":1}"#, "findings is missing"), (#"{"version":0,"findings":[]}"#, "its version is 0, not 1"),
    (
      #"{"version":2,"findings":7}"#,
      "is a baseline of version 2, but this freshet reads only version 1: upgrade freshet"
    ),
    (#"{"version":1,"findings":[{"rule":"FRS099"}]}"#, "findings[0].rule: "),
    (#"{"version":1,"findings":[{"rule":"FRS001","path":"a.md"}]}"#, "findings[0].path: a path needs a source"),
  ])
  func `a file that is no baseline is wrong use, and says where`(text: String, message: String) throws {
    let tree = try spoiled()
    try tree.write(text, to: "known.json")
    let outcome = try tree.freshet("audit", "--store", "store", "--baseline", "known.json")
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("freshet: known.json ") && outcome.errors.contains(message), "\(outcome.errors)")
  }

  @Test func `--since leaves out what began before, and counts it`() throws {
    let tree = try spoiled()
    for past in ["1d", "2020-01-01", "2020-01-01T00:00:00Z", "2020-01-01T00:00:00.000Z"] {
      let (report, status) = try audit(tree, "--since", past)
      #expect(report["findings"].elements.count == 3 && report["omitted"] == 0)
      #expect(status == 1)
    }
    for future in ["0s", "2200-01-01"] {
      let (report, status) = try audit(tree, "--since", future)
      #expect(report["findings"] == [] && report["omitted"] == 3)
      #expect(report["coherent"] == false)
      #expect(status == 0)
    }
    let text = try tree.freshet("audit", "--store", "store", "--since", "0s").output
    #expect(
      withoutMoments(text) == """
        3 documents: 0 fresh, 1 stale, 1 missing, 1 orphaned
        findings not shown, because they began before --since: 3
        audited at MOMENT

        """)
  }

  @Test(arguments: [
    ["--since", "yesterday"], ["--since", "2026-13-01"], ["--max-staleness", "soon"],
    ["--json", "--format", "sarif"],
  ])
  func `what is no moment, no duration or a contradiction is wrong use`(words: [String]) throws {
    #expect(try CommandTree().freshet(["audit"] + words).status == 2)
  }
}
