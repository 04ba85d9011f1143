import Foundation
import Testing

/// `gc` and `erase`, as they are used.
@Suite struct EraseTests {
  private let secret = "The zeppelin waits behind the lighthouse until the quartermaster whistles."

  private func indexed() throws -> CommandTree {
    let tree = try CommandTree(["docs/a.md": "\(secret)\n", "docs/b.md": "Tide tables hang in the gatehouse.\n"])
    try tree.reindex()
    return tree
  }

  @Test func `a document whose file is gone is erased, and the receipt says what was found and what stays`() throws {
    let tree = try indexed()
    try tree.remove("docs/a.md")
    let receipt = try tree.json("erase", "docs/a.md", "--verify")
    #expect(receipt["document"] == "docs/a.md")
    #expect(
      receipt["passages"] == 1 && receipt["vectors"] == 1 && receipt["versions"] == 1 && receipt["removal"] == true)
    #expect(receipt["search"]["found"] == 0 && receipt["search"]["traces"] == [])
    #expect(receipt["remains"].elements.count == 3)
    #expect(try tree.dump().map { $0["document"] } == ["docs/b.md"])
    let text = try tree.freshet("erase", "docs/a.md", "--verify")
    #expect(text.status == 0)
    #expect(text.output.contains("removal   was recorded before") && text.output.contains("found     0 traces"))
  }

  @Test func `a file that is still there is named, with the next command, and the exit is 2`() throws {
    let tree = try indexed()
    let outcome = try tree.freshet("erase", "docs/a.md")
    #expect(outcome.status == 2)
    #expect(
      outcome.errors.contains("still exists")
        && outcome.errors.contains("then run `freshet erase files:docs/a.md` again"))
    #expect(try tree.freshet("erase", "nothing.md").status == 2)
    #expect(try tree.dump().count == 2)
  }

  @Test func `a trace in the store's folder ends it with 1`() throws {
    let tree = try indexed()
    try tree.remove("docs/a.md")
    try tree.write(secret, to: ".freshet/left.txt")
    let outcome = try tree.freshet("erase", "docs/a.md", "--verify")
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("left.txt at byte 0"))
  }

  @Test func `gc frees what a rehearsal says, and leaves what is served`() throws {
    let tree = try indexed()
    try tree.write("Another text.\n", to: "docs/a.md")
    try tree.reindex()
    let dump = try tree.dump()
    #expect(try tree.json("gc")["versions"] == 0)
    let told = try tree.json("gc", "--history", "0s", "--grace", "0s", "--dry-run")
    #expect(told["versions"] == 1 && told["passages"] == 1 && told["dryRun"] == true)
    let freed = try tree.json("gc", "--history", "0s", "--grace", "0s", "--compact")
    #expect(freed["passages"] == told["passages"] && freed["freedBytes"] == told["freedBytes"])
    #expect(freed["compacted"] == true && freed["freePageBytes"] == 0)
    #expect(try tree.dump() == dump)
    #expect(try tree.freshet("gc", "--dry-run", "--compact").status == 2)
  }
}
