import Foundation
import Testing

/// What `sync` advises names the store that has the flaw: this one, or the other.
@Suite struct SyncAdviceTests {
  private let theirs: CommandTree
  private let ours: CommandTree

  init() throws {
    (theirs, ours) = (try CommandTree(["a.md": "Alpha stands here.\n"]), try CommandTree())
    try theirs.reindex()
  }

  private func sync() throws -> FreshetProcess.Outcome {
    try ours.freshet("sync", theirs.path, "--store", "copy")
  }

  private func dump() throws -> [JSON] {
    try JSON.lines(ours.freshet("dump", "--store", "copy").output).map { $0["text"] }
  }

  @Test(arguments: ["UPDATE chunks SET text = text || '!'", "UPDATE versions SET stamp = 9223372036854775807"])
  func `what is damaged in the other store is written again by the advised reindex`(damage: String) throws {
    try StoreDatabase(in: theirs.store).run(damage)
    let refused = try sync()
    let advised = Advised.commands(in: refused.output + refused.errors)
    #expect(refused.status == 3 && advised == ["freshet reindex --store \(theirs.store) --all"])
    #expect(try Advised.run(advised[0], in: ours.path).status == 0)
    #expect(try sync().status == 0)
    #expect(try dump() == ["Alpha stands here."])
  }

  @Test func `stamps of the other store that lie too far ahead are repaired by the advised commands`() throws {
    try StoreDatabase(in: theirs.store).run("UPDATE versions SET stamp = 4611686018427387903")
    let refused = try sync()
    let advised = Advised.commands(in: refused.output + refused.errors)
    #expect(refused.status == 3 && advised == ["freshet repair clock --store \(theirs.store)"])
    let plan = try Advised.run(advised[0], in: ours.path)
    #expect(plan.status == 1 && Advised.commands(in: plan.output) == ["\(advised[0]) --yes"])
    #expect(try Advised.run("\(advised[0]) --yes", in: ours.path).status == 0)
    #expect(try sync().status == 0)
    #expect(try dump() == ["Alpha stands here."])
  }

  @Test func `of a store behind another command, this side's store isn't named`() throws {
    try StoreDatabase(in: theirs.store).run("UPDATE versions SET stamp = 4611686018427387903")
    let far = "'\(FreshetProcess.binary)' sync --serve --store '\(theirs.store)'"
    let refused = try ours.freshet("sync", "--through", far, "--store", "copy")
    #expect(refused.status == 3 && refused.output.contains(" for the other store\n"))
    #expect(Advised.commands(in: refused.output) == ["freshet repair clock"])
    #expect(try Advised.run("freshet repair clock --yes", in: theirs.path).status == 0)
    #expect(try sync().status == 0)
  }

  @Test func `a folder without a store gets one by the advised reindex`() throws {
    let folder = try CommandTree(["b.md": "Beta stands here.\n"])
    let missing = try ours.freshet("sync", folder.path, "--store", "copy", "--embedder", "hashing")
    #expect(missing.status == 2)
    #expect(Advised.commands(in: missing.errors) == ["freshet reindex --store \(folder.store)"])
    let outcome = try Advised.run(
      "freshet reindex --store \(folder.store)", in: folder.path, environment: AdvisedPlace.environment)
    #expect(outcome.status == 0)
    #expect(try ours.freshet("sync", folder.path, "--store", "copy").status == 0)
    #expect(try dump() == ["Beta stands here."])
  }

  @Test func `another store that is damaged is named, not this one`() throws {
    try ours.reindex("--store", "copy")
    try DamagedStoreTests.Fault.truncated.inflict(on: theirs.store)
    let advised = Advised.commands(in: try sync().errors)
    #expect(advised == ["freshet reindex --store \(theirs.store)"])
    try FileManager.default.moveItem(atPath: theirs.store, toPath: ours.at("damaged"))
    #expect(try Advised.run(advised[0], in: theirs.path, environment: AdvisedPlace.environment).status == 0)
    #expect(try sync().status == 0)
  }

  @Test(.enabled(if: ModelFetchTests.installed != nil))
  func `passages that came from a store with another embedder are embedded by the advised reindex`() throws {
    try ours.write("Beta stands here.\n", to: "b.md")
    #expect(try ours.freshet("reindex", "--embedder", "minilm").status == 0)
    #expect(try FreshetProcess(["sync", ours.path, "--store", "copy"], in: theirs.path).finish().status == 0)
    for (tree, store) in [(ours, []), (theirs, ["--store", theirs.at("copy")])] {
      let other = try CommandTree(["c.md": "Gamma stands here.\n"])
      try other.reindex()
      let filled = try tree.freshet(["sync", other.path] + store)
      let advised = Advised.commands(in: filled.output)
      #expect(filled.status == 0 && advised == [(["freshet", "reindex"] + store).joined(separator: " ")])
      func waiting() throws -> JSON {
        try JSON(parsing: tree.freshet(["status", "--json"] + store).output)["completeness"]["awaitingVectors"]
      }
      #expect(try waiting() == 1)
      #expect(try Advised.run(advised[0], in: tree.path).status == 0)
      #expect(try waiting() == 0)
    }
  }
}
