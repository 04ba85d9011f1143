import Foundation
import Freshet
import Testing

/// One corpus with one defect of each kind: every rule finds its own, once, and every format tells the same.
@Suite struct AuditRulesTests {
  private static let configuration = """
    embedder = "hashing"
    [sources.docs]
    root = "docs"
    [sources.prompt]
    root = "prompt"
    staleness = "1ms"

    """
  private static let former = """
    [sources.former]
    root = "former"

    """

  private static let documents = [
    "freshet.toml": configuration + former,
    "docs/fine.md": "The tide gauge is read at noon.\n", "docs/gone.md": "The old pier stands.\n",
    "docs/damaged.md": "Lamps burn until dawn.\n", "docs/elsewhere.md": "Ropes are coiled twice.\n",
    "docs/conflicted.md": "Boats leave at five.\n", "docs/buried.md": "Nets dry on the wall.\n",
    "docs/drifted.md": "Oil is kept in the shed.\n", "docs/counted.md": "Bells ring in fog.\n",
    "prompt/late.md": "# Watch\n\nAt night two keep watch.\n\nBy day one does.\n",
    "former/unseen.md": "Nobody looks here now.\n",
  ]

  /// What only the store can get wrong, in its own tables.
  private static let defects = [
    "UPDATE chunks SET text = text || '!' WHERE text LIKE 'Lamps%'",
    "INSERT INTO spaces (id, fingerprint, fields) SELECT 99, zeroblob(32), replace(fields, 'hashed', 'other') FROM spaces",
    """
    INSERT INTO vectors (address, space, components, checksum)
    SELECT address, 99, components, checksum FROM vectors
    """,
    "UPDATE documents SET space = 99 WHERE path = 'elsewhere.md'",
    "UPDATE documents SET siblings = 2 WHERE path = 'conflicted.md'",
    """
    INSERT INTO journal (source, path, observed_at, attempts, failure, is_buried)
    VALUES ('docs', 'buried.md', 1, 9, 'the disk said no', 1)
    """,
    """
    INSERT INTO watchers (source, holder, fence, expires_at, policy, health)
    SELECT 'docs', 'process 4711', 1, seen_up_to + 1, 'write-behind', 'watching' FROM sources WHERE name = 'docs'
    """,
    "UPDATE documents SET chunker = 'another-chunker' WHERE path = 'drifted.md'",
    "DELETE FROM canaries WHERE space <> 99",
    """
    INSERT INTO canaries (space, text, components)
    SELECT space, 'a text that is none of the documents', components FROM vectors WHERE space <> 99 LIMIT 1
    """,
    "UPDATE spaces SET checked_at = 1000000000, agreement = 0.5 WHERE id <> 99",
    "INSERT INTO skipped (source, path, reason) VALUES ('docs', 'counted.md', 'binary')",
  ]

  /// Indexed, and then spoiled.
  static func corpus() throws -> CommandTree {
    let tree = try CommandTree(documents)
    try tree.reindex()
    try tree.write(configuration, to: "freshet.toml")
    try tree.write("# Watch\n\nAt night three keep watch.\n\nBy day one does.\n", to: "prompt/late.md")
    try tree.write("A lighthouse is planned.\n", to: "docs/new.md")
    try tree.remove("docs/gone.md")
    for defect in defects { try StoreDatabase(in: tree.store).run(defect) }
    return tree
  }

  /// Whom each rule is to name.
  private static let expected: [AuditRule: String] = [
    .stale: "prompt:late.md", .missing: "docs:new.md", .orphaned: "docs:gone.md", .damaged: "docs:damaged.md",
    .otherSpace: "docs:elsewhere.md", .conflicted: "docs:conflicted.md", .overObjective: "prompt:late.md",
    .deadLetter: "docs:buried.md", .watcherUnhealthy: "docs", .configurationDrift: "docs:drifted.md",
    .canaryDrift: "", .accountingUnbalanced: "", .unverified: "former:unseen.md",
  ]

  @Test func `each rule finds its defect once, and every format tells it`() throws {
    let tree = try Self.corpus()
    func told(_ format: String) throws -> String {
      let outcome = try tree.freshet("audit", "--verify", "--format", format)
      #expect(outcome.status == 1)
      return outcome.output
    }
    let report = try JSON(parsing: told("json"))
    let found = report["findings"].elements.map { [$0["rule"].text, $0["document"].text + $0["source"].text] }
    #expect(found == AuditRule.allCases.map { [$0.id, Self.expected[$0] ?? "?"] })

    let once = AuditRule.allCases.map(\.id)
    #expect(try rules(inText: told("text")) == once)
    #expect(try rules(inJUnit: told("junit")) == once)
    #expect(try rules(inSARIF: told("sarif")) == once)
    #expect(try rules(inMetrics: told("prometheus")) == once)
    #expect(try rules(inPage: told("html")) == once)
  }

  @Test func `a stale document is reported with what a person needs to act`() throws {
    let report = try Self.corpus().json("audit", "--verify")
    let stale = report["findings"][0]
    #expect(stale["severity"] == "error")
    #expect(stale["servedLines"] == [[1, 5]])
    #expect(stale["sourceLines"] == [[3, 3]])
    #expect(stale["owedBy"] == "write-behind, but no process watches the source")
    #expect(stale["next"] == "freshet reindex")
    #expect(stale["inStepAt"].text < stale["differsSince"].text)
    #expect(stale["differsSince"].text < report["auditedAt"].text)
    #expect(stale["indexed"] != stale["sourceRevision"] && stale["indexed"].text.count == 64)
  }

  @Test func `audits between which nothing changed differ in one line`() throws {
    let tree = try Self.corpus()
    for format in ["text", "json", "junit", "sarif", "html", "prometheus"] {
      let reports = try (0..<2).map { _ in try tree.freshet("audit", "--verify", "--format", format).output }
      let lines = reports.map { $0.components(separatedBy: "\n") }
      try #require(lines[0].count == lines[1].count)
      #expect(zip(lines[0], lines[1]).count { $0 != $1 } == 1, "\(format)")
      let moments = reports.map { $0.replacing(/"auditedAt":"[^"]*"/, with: "") }
      if format == "json" { #expect(moments[0] == moments[1]) }
    }
  }

  private func rules(inText text: String) throws -> [String] {
    text.matches(of: /(?m)^(FRS\d{3}) [a-z ]+:/).map { String($0.1) }
  }

  private func rules(inJUnit text: String) throws -> [String] {
    try PublishedSchemas.expectJUnit(text)
    return text.matches(of: /<failure type="(FRS\d{3})"/).map { String($0.1) }
  }

  private func rules(inSARIF text: String) throws -> [String] {
    try PublishedSchemas.expectSARIF(text)
    return try JSON(parsing: text)["runs"][0]["results"].elements.map { $0["ruleId"].text }
  }

  /// Once for each finding below its rule's heading.
  private func rules(inPage text: String) throws -> [String] {
    text.components(separatedBy: "<div class=\"rule\">").dropFirst().flatMap { section in
      let findings = section.components(separatedBy: "</ol>")[0].matches(of: /<li class="/).count
      let rule = section.firstMatch(of: />(FRS\d{3})<\/a>/).map { String($0.1) } ?? "?"
      return [String](repeating: rule, count: findings)
    }
  }

  private func rules(inMetrics text: String) throws -> [String] {
    try PublishedSchemas.samples(text).filter { $0[0] == "freshet_audit_findings" && $0[2] == 1 }.map {
      $0[1]["rule"].text
    }
  }
}
