import Foundation
import Testing

/// What commands advise about a store that can't be used as it is: each advised command works where it was printed.
@Suite struct StoreAdviceTests {
  @Test(arguments: AdvisedPlace.all)
  func `a store of an older format is brought up to date by the advised reindex`(_: String, isNamed: Bool) throws {
    let place = try AdvisedPlace(["a.md": "Alpha stands here.\n"], isNamed: isNamed)
    try place.tree.write(OlderStoreTests.storedFile("format-1.sqlite"), to: ".freshet/store.sqlite")
    let refused = try place.freshet("status")
    let advised = Advised.commands(in: refused.errors)
    #expect(refused.status == 2 && advised == [place.command("reindex")])
    #expect(try Advised.commands(in: place.cure(of: "store")) == advised)
    #expect(try place.run(place.command("reindex")).status == 0)
    #expect(try place.freshet("status").status == 0)
  }

  @Test(arguments: AdvisedPlace.all)
  func `of a store of a newer format only an upgrade is advised`(_: String, isNamed: Bool) throws {
    let place = try AdvisedPlace(["a.md": "Alpha stands here.\n"], isNamed: isNamed)
    try place.tree.reindex()
    let format = try StoreDatabase(in: place.tree.store).run("PRAGMA user_version")[0][0].number
    try StoreDatabase(in: place.tree.store).run("PRAGMA user_version = 99")
    let refused = try place.freshet("status")
    let advice = ", but this version of freshet reads only formats up to \(Int(format)): upgrade freshet\n"
    #expect(refused.status == 6 && refused.errors.hasSuffix(advice))
    #expect(Advised.commands(in: refused.errors).isEmpty)
    #expect(try place.cure(of: "store") == "upgrade freshet")
  }

  @Test(arguments: AdvisedPlace.all)
  func `a damaged store is made anew by the advised reindex, when it was moved away`(_: String, isNamed: Bool) throws {
    let place = try AdvisedPlace(["a.md": "Alpha stands here.\n"], isNamed: isNamed)
    try place.tree.reindex()
    try DamagedStoreTests.Fault.truncated.inflict(on: place.tree.store)
    let refused = try place.freshet("status")
    let advised = Advised.commands(in: refused.errors)
    #expect(refused.status == 6 && advised == [place.command("reindex")])
    #expect(try Set(Advised.commands(in: place.cure(of: "store") + place.cure(of: "pages"))) == Set(advised))
    try FileManager.default.moveItem(atPath: place.tree.store, toPath: place.elsewhere.at("damaged"))
    let outcome = try Advised.run(
      place.command("reindex"), in: place.tree.path, environment: AdvisedPlace.environment)
    #expect(outcome.status == 0)
    #expect(try place.freshet("dump").output.contains("Alpha stands here."))
  }

  @Test func `a store that isn't there is made by the advised reindex, in the folder of the documents`() throws {
    let (tree, elsewhere) = (try CommandTree(["a.md": "The quay.\n"]), try CommandTree())
    let missing = try elsewhere.freshet("status", "--store", tree.at("new store"))
    #expect(missing.status == 2)
    #expect(Advised.commands(in: missing.errors) == ["freshet reindex --store '\(tree.at("new store"))'"])
    let outcome = try Advised.run(
      Advised.commands(in: missing.errors)[0], in: tree.path, environment: AdvisedPlace.environment)
    #expect(outcome.status == 0)
    #expect(try elsewhere.freshet("status", "--store", tree.at("new store")).status == 0)
  }

  @Test func `where there is no store, the advised reindex of a folder makes one`() throws {
    let tree = try CommandTree(["docs/a.md": "The quay.\n", "notes/b.md": "The buoy.\n"])
    let none = try tree.freshet("status")
    let several = try tree.freshet("reindex", "docs", "notes")
    for (refused, folder) in [(none, "docs"), (several, ".")] {
      #expect(refused.status == 2 && Advised.commands(in: refused.errors) == ["freshet reindex FOLDER"])
      let outcome = try Advised.run(
        "freshet reindex \(folder)", in: tree.path, environment: AdvisedPlace.environment)
      #expect(outcome.status == 0)
      #expect(try tree.freshet(["status"], in: folder).status == 0)
    }
  }

  @Test func `a store that only an exchange made gets its folder of documents by the advised reindex`() throws {
    let theirs = try CommandTree(["notes/a.md": "The quay.\n"])
    let ours = try CommandTree(["docs/b.md": "The buoy.\n"])
    try theirs.write("embedder = \"hashing\"\n[sources.notes]\nroot = \"notes\"\n", to: "freshet.toml")
    try theirs.reindex()
    #expect(try ours.freshet("sync", theirs.path, "--store", "copy").status == 0)
    #expect(try ours.freshet("reindex", "--store", "copy").status == 0)
    let refused = try ours.freshet("watch", "--store", "copy")
    #expect(refused.status == 2)
    #expect(Advised.commands(in: refused.errors) == ["freshet reindex FOLDER --store \(ours.at("copy"))"])
    let command = Advised.commands(in: refused.errors)[0].replacing("FOLDER", with: "docs")
    #expect(try Advised.run(command, in: ours.path).status == 0)
    let dump = try JSON.lines(ours.freshet("dump", "--store", "copy").output)
    #expect(Set(dump.map { $0["text"] }) == ["The quay.", "The buoy."])
  }

  @Test func `a store in which nothing is indexed yet is filled by the advised reindex of a folder`() throws {
    let tree = try CommandTree(["docs/a.md": "The quay.\n"])
    #expect(try tree.freshet("sync", "nowhere", "--store", "copy", "--embedder", "hashing").status == 2)
    let empty = try tree.freshet("query", "quay", "--store", "copy", "--embedder", "hashing")
    #expect(empty.status == 2)
    #expect(Advised.commands(in: empty.errors) == ["freshet reindex --store \(tree.at("copy")) FOLDER"])
    let command = Advised.commands(in: empty.errors)[0].replacing("FOLDER", with: "docs")
    #expect(try Advised.run(command, in: tree.path, environment: AdvisedPlace.environment).status == 0)
    #expect(try tree.freshet("query", "quay", "--store", "copy").output.contains("The quay."))
  }

  @Test func `a store that others could read is shared by the advised reindex`() throws {
    let tree = try CommandTree(["a.md": "The quay.\n"])
    try tree.reindex()
    chmod(tree.store, 0o755)
    chmod(tree.at(".freshet/store.sqlite"), 0o644)
    let mended = try tree.freshet("gc")
    #expect(Advised.commands(in: mended.errors) == ["freshet reindex"])
    try tree.write("group = true\n", to: "freshet.toml")
    #expect(try Advised.run("freshet reindex", in: tree.path).errors.contains("is shared with the group"))
  }

  @Test(arguments: AdvisedPlace.all)
  func `gc advises the command that gives free pages back`(_: String, isNamed: Bool) throws {
    let place = try AdvisedPlace(["a.md": "Alpha stands here.\n"], isNamed: isNamed)
    try place.tree.reindex()
    let advised = Advised.commands(in: try place.freshet("gc").output)
    #expect(advised == [place.command("gc", " --compact")])
    let outcome = try place.run(place.command("gc", " --compact"))
    #expect(outcome.status == 0 && outcome.output.hasSuffix("compact  the database was rewritten without free pages\n"))
  }
}
