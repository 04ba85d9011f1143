import Foundation
import Testing

/// `query --consistency`: each promise kept, or exit 7.
@Suite struct ConsistencyTests {
  private func indexed() throws -> CommandTree {
    let tree = try CommandTree(["a.md": "The gate opens at dawn.\n"])
    try tree.reindex()
    return tree
  }

  private func query(_ tree: CommandTree, _ arguments: String...) throws -> FreshetProcess.Outcome {
    try tree.freshet(["query", "gate", "--mode", "lexical", "--json", "--consistency"] + arguments)
  }

  private func texts(_ outcome: FreshetProcess.Outcome) throws -> [JSON] {
    try #require(outcome.status == 0, "\(outcome)")
    return try JSON(parsing: outcome.output)["hits"].elements.map { $0["text"] }
  }

  @Test func `bounded answers while the last look is young enough, and fails at once when it isn't`() throws {
    let tree = try indexed()
    #expect(try texts(query(tree, "bounded", "--max-age", "1h")) == ["The gate opens at dawn."])
    let outcome = try query(tree, "bounded", "--max-age", "1ms", "--on-violation", "fail")
    #expect(outcome.status == 7)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("cannot be met: changes of the source files are recorded up to "))
  }

  @Test func `bounded with revalidate brings the index in step first`() throws {
    let tree = try indexed()
    try tree.write("The gate opens at noon.\n", to: "a.md")
    try StoreDatabase(in: tree.store).run("UPDATE sources SET seen_up_to = 0, scanned_at = 0")
    let outcome = try query(tree, "bounded", "--max-age", "1m", "--on-violation", "revalidate")
    #expect(try texts(outcome) == ["The gate opens at noon."])
  }

  @Test(arguments: ["barrier", "strict"])
  func `barrier and strict see an edit made just before, without a watcher`(level: String) throws {
    let tree = try indexed()
    try tree.write("The gate opens at noon.\n", to: "a.md")
    #expect(try texts(query(tree, level, "--timeout", "1m")) == ["The gate opens at noon."])
  }

  @Test func `session takes the token of what was written, and refuses another history's`() throws {
    let tree = try indexed()
    try tree.write("The gate opens at noon.\n", to: "a.md")
    let token = try tree.reindex()["token"].text
    #expect(try texts(query(tree, "session", "--token", token)) == ["The gate opens at noon."])
    let other = try indexed()
    let outcome = try query(other, "session", "--token", token)
    #expect(outcome.status == 7)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("freshet: the token \(token) is unknown to the store \(other.store): "))
  }

  @Test(arguments: ["vector", "lexical", "hybrid"])
  func `the mode is in the answer, and each hit says by what it was found`(mode: String) throws {
    let tree = try indexed()
    let answer = try tree.json("query", "the gate opens at dawn", "--mode", mode)
    #expect(answer["mode"] == .string(mode))
    #expect(answer["hits"].elements.map { $0["via"] } == [mode == "lexical" ? "lexical" : "vector"])
    let forPeople = try tree.freshet("query", "the gate opens at dawn", "--mode", mode).output
    #expect(forPeople.contains("  found by its words  fresh (") == (mode == "lexical"))
  }
}
