import Foundation
import Testing

/// `doctor`: what is well, what isn't, and what helps.
@Suite struct DoctorTests {
  @Test func `a sound store exits with 0, in aligned lines of 80 columns`() throws {
    let tree = try CommandTree(["a.md": "Alpha stands here.\n"])
    try tree.reindex()
    let outcome = try tree.freshet("doctor")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors.isEmpty)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.last?.wholeMatch(of: /0 problems, \d+ warnings?/) != nil)
    for line in lines.dropLast() {
      let isLong = line.count > 80 && line.split(separator: " ").count > 3
      #expect(!isLong, "\(line)")
      #expect(
        line.hasPrefix(String(repeating: " ", count: 24)) || line.firstMatch(of: /^(ok|note|warning) +\w+ +/) != nil)
    }
  }

  @Test func `JSON has the documented keys`() throws {
    let tree = try CommandTree(["a.md": "Alpha stands here.\n"])
    try tree.reindex()
    let report = try tree.json("doctor", "--thorough")
    #expect(report.keys == ["findings", "problems", "store", "warnings"])
    #expect(report["store"] == .string(tree.store))
    #expect(report["problems"] == 0)
    for finding in report["findings"].elements {
      #expect(finding.keys.subtracting(["cure"]) == ["check", "found", "verdict"])
      #expect(["ok", "note", "warning"].contains(finding["verdict"].text))
    }
  }

  @Test func `without a store the machine is examined`() throws {
    let tree = try CommandTree()
    let report = try tree.json("doctor")
    #expect(report.keys == ["findings", "problems", "warnings"])
    #expect(report["findings"].elements.contains { $0["check"] == "sqlite" })
    #expect(try !FileManager.default.contentsOfDirectory(atPath: tree.path).contains(".freshet"))
  }

  @Test(arguments: DamagedStoreTests.Fault.allCases)
  func `a store that can't be used is a finding, and exits with 1`(fault: DamagedStoreTests.Fault) throws {
    let tree = try CommandTree(["a.md": "Alpha stands here.\n", "b.md": "Beta stands here.\n"])
    try tree.reindex()
    try fault.inflict(on: tree.store)
    let before = try fault.content(of: tree.store)
    let outcome = try tree.freshet(["doctor", "--json"])
    #expect(outcome.status == 1, "\(outcome)")
    let report = try JSON(parsing: outcome.output)
    let problems = report["findings"].elements.filter { $0["verdict"] == "problem" }
    #expect(problems.contains { ["store", "pages"].contains($0["check"].text) && !$0["cure"].text.isEmpty })
    #expect(try fault.content(of: tree.store) == before)
  }

  @Test func `a freshet.toml that can't be read is a finding, and the store beside it is examined`() throws {
    let tree = try CommandTree(["a.md": "Alpha stands here.\n"])
    try tree.reindex()
    try tree.write("schema = 99\n", to: "freshet.toml")
    let outcome = try tree.freshet(["doctor", "--json"])
    #expect(outcome.status == 1)
    let findings = try JSON(parsing: outcome.output)["findings"].elements
    #expect(findings.filter { $0["verdict"] == "problem" }.map { $0["check"] } == ["configuration"])
    #expect(findings.contains { $0["check"] == "store" && $0["verdict"] == "ok" })
  }

  @Test func `a terminal gets colour`() throws {
    let tree = try CommandTree()
    #expect(try tree.freshet(["doctor"], output: .terminal).output.contains("\u{1B}[32mok"))
  }
}
