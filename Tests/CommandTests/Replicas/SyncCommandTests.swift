import Foundation
import Testing

/// `freshet sync` through the real executable: over a path, and over the pipes of a command.
@Suite struct SyncCommandTests {
  private static let texts = [
    "tides.md": "# Tides\n\nThe tide turns at noon.\n", "pumps.md": "# Pumps\n\nThree pumps run.\n",
  ]

  @Test func `a new store is filled from another, by its path or by the folder that it lies in`() throws {
    let (tree, other) = (try CommandTree(Self.texts), try CommandTree())
    try tree.reindex()
    for (index, name) in [tree.store, tree.path].enumerated() {
      let store = other.path + "/copy\(index)"
      let outcome = try other.freshet(["sync", name, "--store", store, "--json"])
      #expect(outcome.status == 0, "\(outcome)")
      let report = try JSON(parsing: outcome.output)
      #expect(report["changedHere"] == 2)
      #expect(report["sharesVectors"] == true)
      let answer = try JSON(
        parsing: try other.freshet(["query", "when does the tide turn", "--store", store, "--json"]).output)
      #expect(answer["hits"][0]["document"] == "tides.md")
      #expect(answer["hits"][0]["certificate"]["state"] == "unverified")
      let again = try JSON(parsing: try other.freshet(["sync", name, "--store", store, "--json"]).output)
      #expect(again["differing"] == 0)
    }
  }

  @Test func `it goes through a command as it does by path`() throws {
    let (tree, other) = (try CommandTree(Self.texts), try CommandTree())
    try tree.reindex()
    let far = "'\(FreshetProcess.binary)' sync --serve --store '\(tree.store)'"
    let outcome = try other.freshet(["sync", "--through", far, "--store", other.path + "/copy", "--json"])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try JSON(parsing: outcome.output)["changedHere"] == 2)
    #expect(try other.freshet(["audit", "--store", other.path + "/copy"]).errors.contains("damaged") == false)
  }

  @Test(arguments: ["exit 3", "echo nonsense", "head -c 10", "printf '\\377\\377\\377\\377'"])
  func `a far end that fails or talks nonsense is an error with its reason, and nothing is lost`(far: String) throws {
    let tree = try CommandTree(Self.texts)
    try tree.reindex()
    let before = try tree.dump()
    let outcome = try tree.freshet(["sync", "--through", far])
    #expect([4, 6].contains(outcome.status), "\(outcome)")
    #expect(outcome.errors.hasPrefix("freshet: the other store "), "\(outcome.errors)")
    #expect(try tree.dump() == before)
  }

  @Test func `wrong arguments say what is wanted`() throws {
    let tree = try CommandTree(Self.texts)
    try tree.reindex()
    #expect(try tree.freshet(["sync"]).status == 2)
    #expect(try tree.freshet(["sync", "a", "--serve"]).status == 2)
    let missing = try tree.freshet(["sync", tree.path + "/nowhere"])
    #expect(missing.status == 2)
    #expect(missing.errors.contains("no store at"))
    let itself = try tree.freshet(["sync", tree.store])
    #expect(itself.status == 2)
    #expect(itself.errors.contains("is the store itself"))
  }
}
