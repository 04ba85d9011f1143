import Foundation
import Glibc
import Testing

/// `audit`: each way in which the index can be out of step.
@Suite struct AuditTests {
  static let documents = [
    "a.md": "Alpha stands here.\n", "b.md": "Beta stands here.\n", "c.md": "Gamma stands here.\n",
  ]

  private func indexed() throws -> CommandTree {
    let tree = try CommandTree(Self.documents)
    try tree.reindex()
    return tree
  }

  @Test func `an index in step is two lines and exit 0`() throws {
    let outcome = try indexed().freshet("audit")
    #expect(withoutMoments(outcome.output) == "3 documents: 3 fresh\naudited at MOMENT\n")
    #expect(outcome.errors.isEmpty)
    #expect(outcome.status == 0)
  }

  @Test func `stale, missing and orphaned documents are named, with the command that mends them`() throws {
    let tree = try indexed()
    try tree.write("Alpha stood here.\n", to: "a.md")
    try tree.remove("b.md")
    try tree.write("Delta is new.\n", to: "d.md")
    let outcome = try tree.freshet("audit")
    #expect(
      withoutMoments(outcome.output) == """
        FRS001 stale: the source holds other bytes than the index serves
          a.md
            differs  since MOMENT, in step at MOMENT
            lines    served 1; source 1
            refresh  write-behind, but no process watches the source
            next     freshet reindex

        FRS002 missing: the source holds a document that the index doesn't serve
          d.md
            differs  since MOMENT, in step at MOMENT
            lines    source 1
            refresh  write-behind, but no process watches the source
            next     freshet reindex

        FRS003 orphaned: the index serves a document that is gone from its source
          b.md
            differs  since MOMENT, in step at MOMENT
            lines    served 1
            refresh  write-behind, but no process watches the source
            next     freshet reindex

        4 documents: 1 fresh, 1 stale, 1 missing, 1 orphaned
        audited at MOMENT
        next: `freshet reindex` brings the index in step

        """)
    #expect(outcome.status == 1)
    try tree.reindex()
    #expect(try tree.freshet("audit").status == 0)
  }

  @Test(arguments: [["--json"], ["--format", "json"]])
  func `the report as JSON has every document with its revisions`(options: [String]) throws {
    let tree = try indexed()
    try tree.write("Alpha stood here.\n", to: "a.md")
    try tree.remove("b.md")
    let outcome = try tree.freshet(["audit"] + options)
    #expect(outcome.status == 1)
    let report = try JSON(parsing: outcome.output)
    #expect(
      report.keys == [
        "coherent", "failing", "counts", "documents", "findings", "omitted", "skipped", "unread", "space", "auditedAt",
        "token",
      ])
    #expect(report["coherent"] == false)
    #expect(
      report["counts"] == [
        "fresh": 1, "stale": 1, "missing": 0, "orphaned": 1, "conflicted": 0, "damaged": 0, "otherSpace": 0,
        "drifted": 0, "unverified": 0,
      ])
    let hashes = try Self.documents.mapValues { JSON.string(try sha256(of: Data($0.utf8))) }
    let changed = try JSON.string(sha256(of: Data("Alpha stood here.\n".utf8)))
    let documents: [JSON] = [
      [
        "document": "a.md", "state": "stale", "indexed": hashes["a.md"] ?? .null, "source": changed,
        "method": "contentHash",
      ],
      ["document": "b.md", "state": "orphaned", "indexed": hashes["b.md"] ?? .null],
      [
        "document": "c.md", "state": "fresh", "indexed": hashes["c.md"] ?? .null, "source": hashes["c.md"] ?? .null,
        "method": "contentHash",
      ],
    ]
    #expect(report["documents"].elements.map { $0.without("modifiedAt") } == documents)
    let stale: JSON = [
      "rule": "FRS001", "title": "stale", "severity": "error", "document": "a.md",
      "what": "the source holds other bytes than the index serves", "indexed": hashes["a.md"] ?? .null,
      "sourceRevision": changed, "owedBy": "write-behind, but no process watches the source", "servedLines": [[1, 1]],
      "sourceLines": [[1, 1]], "next": "freshet reindex", "known": false, "failing": true,
    ]
    #expect(report["findings"][0].without("inStepAt", "differsSince") == stale)
  }

  @Test func `an audit writes nothing and looks at the same twice`() throws {
    let tree = try indexed()
    try tree.write("Alpha stood here.\n", to: "a.md")
    let before = try tree.json("status")
    let first = try tree.json("audit", "--verify")
    #expect(try tree.json("audit", "--verify").without("auditedAt") == first.without("auditedAt"))
    #expect(try tree.json("status") == before)
  }

  @Test func `a document that is ignored since was indexed under other rules, and is reported with the reason`() throws
  {
    let tree = try indexed()
    try tree.write("c.md\n", to: ".freshetignore")
    let outcome = try tree.freshet("audit")
    #expect(outcome.output.contains("\n  c.md\n    ignore rules exclude it now\n"))
    #expect(outcome.output.contains("FRS010 configuration drift: "))
    #expect(outcome.status == 1)
  }

  @Test(arguments: [
    "UPDATE chunks SET text = text || '!' WHERE text LIKE 'Alpha%'",
    """
    UPDATE vectors SET components = zeroblob(length(components))
    WHERE address = (SELECT address FROM chunks WHERE text LIKE 'Alpha%')
    """,
    "DELETE FROM vectors WHERE address = (SELECT address FROM chunks WHERE text LIKE 'Alpha%')",
    "UPDATE placements SET \"end\" = \"end\" - 1 WHERE document = (SELECT id FROM documents WHERE path = 'a.md')",
  ])
  func `--verify finds what was damaged in the store, and reindex --all mends it`(damage: String) throws {
    let tree = try indexed()
    let dump = try tree.dump()
    try StoreDatabase(in: tree.store).run(damage)
    let outcome = try tree.freshet("audit", "--verify")
    let text = withoutMoments(outcome.output)
    #expect(text.hasPrefix("FRS004 damaged: a stored text, vector or position of a passage is damaged"), "\(outcome)")
    #expect(text.contains("\n  a.md\n    ") && text.contains("\n    next     freshet reindex --all\n"))
    #expect(
      text.hasSuffix(
        """

        3 documents: 2 fresh, 1 damaged
        audited at MOMENT
        next: `freshet reindex --all` writes damaged passages again from the source

        """))
    #expect(outcome.status == 1)

    try tree.reindex("--all")
    let mended = try tree.freshet("audit", "--verify")
    #expect(mended.status == 0, "\(mended)")
    #expect(try tree.dump() == dump)
  }

  @Test func `a damaged passage is left out of the answer, which says so`() throws {
    let tree = try indexed()
    try StoreDatabase(in: tree.store).run("UPDATE chunks SET text = text || '!' WHERE text LIKE 'Alpha%'")
    let outcome = try tree.freshet("query", "alpha stands here")
    #expect(outcome.status == 0)
    #expect(!outcome.output.contains("a.md:") && !outcome.output.contains("Alpha"))
    #expect(outcome.output.contains("`freshet reindex --all`"))
  }

  @Test func `documents of another embedder are named with it`() throws {
    let tree = try indexed()
    let outcome = try tree.freshet("audit", "--embedder", "minilm")
    #expect(outcome.status == 1)
    let text = withoutMoments(outcome.output)
    #expect(text.hasPrefix("FRS005 other space (3): "))
    #expect(text.matches(of: /\n  [abc]\.md\n/).count == 3)
    #expect(text.matches(of: /\n    next     freshet reindex --embedder minilm\n/).count == 3)
    #expect(text.contains("\n3 documents: 0 fresh, 3 otherSpace\n"))
    #expect(text.contains("next: `freshet reindex --embedder minilm` brings the index in step\n"))
  }

  @Test(
    .enabled(if: Nobody.canRunFreshet, "the binary lies where only root can read"), arguments: [[], ["--verify"]])
  func `files and folders that can't be read and were never indexed are named and counted`(options: [String]) throws {
    let tree = try CommandTree(["a.md": "A.\n", "secret.md": "S.\n", "closed/b.md": "B.\n"])
    try tree.giveToNobody()
    for name in ["secret.md", "closed"] { chmod(tree.at(name), 0) }
    defer { chmod(tree.at("closed"), 0o755) }
    #expect(try tree.freshet("reindex", "--embedder", "hashing", asNobody: true).status == 3)
    let outcome = try tree.freshet(["audit"] + options, asNobody: true)
    #expect(
      withoutMoments(outcome.output) == """
        1 document: 1 fresh
        skipped files that may hold text: 2
          closed: unreadable
          secret.md: unreadable
        audited at MOMENT

        """)
    #expect(outcome.status == 0)
    let report = try JSON(parsing: tree.freshet(["audit", "--json"] + options, asNobody: true).output)
    #expect(report["skipped"] == ["unreadable": 2])
    #expect(
      report["unread"] == [
        ["document": "closed", "reason": "unreadable"], ["document": "secret.md", "reason": "unreadable"],
      ])
  }

  @Test func `--verify finds a change that left every stamp intact`() throws {
    let tree = try indexed()
    try tree.write("Alpha stamps here.\n", to: "a.md")
    try forgeStamp(of: "a.md", in: tree)
    #expect(try tree.freshet("audit").status == 0)
    let outcome = try tree.freshet("audit", "--verify")
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("\n  a.md\n") && outcome.output.hasPrefix("FRS001 stale: "))
  }
}
