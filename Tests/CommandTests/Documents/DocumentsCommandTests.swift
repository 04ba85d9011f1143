import Foundation
import Testing

/// `documents`: what is served, without its text.
@Suite struct DocumentsCommandTests {
  private func indexed() throws -> CommandTree {
    let tree = try CommandTree([
      "ops/gate.md": "---\nstatus: final\ntags: [on-call, '#ops']\n---\n\n# The gate\n\nIt opens at dawn.\n",
      "yard.txt": "The yard.\n",
    ])
    try tree.reindex()
    return tree
  }

  @Test func `the list for people shows title, time, size, tags and fields`() throws {
    let outcome = try indexed().freshet("documents")
    #expect(
      withoutMoments(outcome.output) == """
        ops/gate.md  The gate
           changed MOMENT  77 bytes
           #on-call #ops
           status: final
        yard.txt
           changed MOMENT  10 bytes

        """)
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
  }

  @Test func `a filter limits the list, and JSON has the documented keys`() throws {
    let tree = try indexed()
    let lines = try JSON.lines(tree.freshet("documents", "--where", "tag = ops", "--in", "ops/", "--json").output)
    #expect(lines.count == 1)
    #expect(
      lines[0].keys == ["document", "source", "path", "title", "fields", "tags", "revision", "bytes", "changed"])
    #expect(lines[0]["document"] == "ops/gate.md" && lines[0]["tags"] == ["on-call", "ops"])
    #expect(lines[0]["fields"] == ["status": "final", "tags": "on-call, #ops"])
    #expect(try sha256(of: tree.read("ops/gate.md")) == lines[0]["revision"].text)
    #expect(try tree.freshet("documents", "--where", "tag = none", "--json").output.isEmpty)
  }

  @Test func `a damaged document is left out, and the advised reindex mends it`() throws {
    let tree = try indexed()
    try StoreDatabase(in: tree.store).run("UPDATE documents SET metadata = '[' WHERE path = 'ops/gate.md'")
    let outcome = try tree.freshet("documents")
    #expect(outcome.status == 3 && outcome.output.hasPrefix("yard.txt"))
    #expect(
      outcome.errors == "freshet: 1 damaged document was left out: `freshet reindex --all` mends it\n",
      "\(outcome.errors)")
    #expect(try tree.freshet("reindex", "--all", "-q").status == 0)
    #expect(try tree.freshet("documents").output.hasPrefix("ops/gate.md"))
  }
}
