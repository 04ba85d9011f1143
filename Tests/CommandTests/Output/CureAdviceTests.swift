import Foundation
import Testing

/// What `doctor`, `monitor` and reports advise: each advised command works where it was printed.
@Suite struct CureAdviceTests {
  @Test(arguments: AdvisedPlace.all)
  func `stamps of a wrong clock are repaired by the commands that doctor and the plan advise`(
    _: String, isNamed: Bool
  ) throws {
    let place = try AdvisedPlace(["a.md": "Alpha stands here.\n"], isNamed: isNamed)
    try place.tree.reindex()
    try StoreDatabase(in: place.tree.store).run("UPDATE meta SET clock = 9223372036854775807")
    let plan = place.command("repair clock")
    #expect(try Advised.commands(in: place.cure(of: "clock")).last == plan)
    let planned = try place.run(plan)
    #expect(planned.status == 1 && Advised.commands(in: planned.output) == ["\(plan) --yes"])
    #expect(try place.run("\(plan) --yes").status == 0)
    #expect(try Advised.commands(in: place.cure(of: "clock")).isEmpty)
  }

  @Test(arguments: AdvisedPlace.all)
  func `an embedder that drifted is found by the advised doctor, whose cures help`(_: String, isNamed: Bool) throws {
    let place = try AdvisedPlace(["a.md": "Alpha stands here.\n"], isNamed: isNamed)
    try place.tree.reindex()
    try Self.drift(in: place.tree.store)
    try place.tree.write("Beta stands here.\n", to: "b.md")
    let failed = try place.freshet("reindex")
    let advised = [place.command("doctor"), place.command("reindex")]
    #expect(failed.status == 4 && Advised.commands(in: failed.errors) == advised)
    #expect(try place.run(advised[0]).status == 1)
    let cure = Advised.commands(in: try place.cure(of: "embedder"))
    #expect(cure == ["freshet reindex --store DIR"])
    let new = place.elsewhere.at("new")
    let outcome = try Advised.run(
      "freshet reindex --store \(new)", in: place.tree.path, environment: AdvisedPlace.environment)
    #expect(outcome.status == 0)
    #expect(try place.tree.freshet("dump", "--store", new).output.contains("Beta stands here."))
    // As if somebody had brought the former library back.
    try StoreDatabase(in: place.tree.store).run("DELETE FROM canaries")
    #expect(try place.run(advised[1]).status == 0)
  }

  @Test(arguments: AdvisedPlace.all)
  func `a damaged index file is replaced by the advised reindex, once it is deleted`(_: String, isNamed: Bool) throws {
    let sections = (0..<4_200).map { "# Section \($0)\n\nw\($0 % 997) w\($0) note.\n" }
    let place = try AdvisedPlace(["a.md": sections.joined(separator: "\n")], isNamed: isNamed)
    try place.tree.reindex()
    let file = place.tree.store + "/index"
    #expect(try Advised.commands(in: place.cure(of: "index")).isEmpty)
    try Data("no index".utf8).write(to: URL(fileURLWithPath: file))
    let advised = try Advised.commands(in: place.cure(of: "index"))
    #expect(advised == [place.command("reindex")])
    try FileManager.default.removeItem(atPath: file)
    #expect(try place.run(advised[0]).status == 0)
    #expect(FileManager.default.fileExists(atPath: file))
    #expect(try Advised.commands(in: place.cure(of: "index")).isEmpty)
  }

  private static func drift(in store: String) throws {
    let database = StoreDatabase(in: store)
    try database.run("UPDATE canaries SET components = (SELECT components FROM vectors LIMIT 1)")
    try database.run("UPDATE spaces SET checked_at = NULL, agreement = NULL")
  }

  @Test(arguments: [
    ("ulimit -S -n 100", "descriptors", "ulimit -n "), ("ulimit -S -v 3000000", "limits", "ulimit -v unlimited"),
    ("ulimit -S -f 3000", "limits", "ulimit -f unlimited"),
  ])
  func `a limit that doctor finds low is raised by the advised command`(limit: String, check: String, cure: String)
    throws
  {
    let tree = try CommandTree()
    func cures(after line: String) throws -> String {
      let outcome = try Shell.run("\(line); exec \"$freshet\" doctor --json", in: tree.path)
      let findings = try JSON(parsing: outcome.output)["findings"].elements.filter { $0["check"].text == check }
      return findings.filter { $0["cure"] != .null }.map { $0["cure"].text }.joined(separator: "\n")
    }
    let named = try cures(after: limit).split(separator: "`").filter { $0.hasPrefix("ulimit ") }.map(String.init)
    #expect(named.count == 1 && named.allSatisfy { $0.hasPrefix(cure) })
    #expect(try !cures(after: "\(limit); \(named.joined())").contains(cure))
  }

  @Test(arguments: AdvisedPlace.all)
  func `vectors that are damaged are written again by the advised reindex`(_: String, isNamed: Bool) throws {
    let place = try AdvisedPlace(["a.md": "Alpha stands here.\n"], isNamed: isNamed)
    try place.tree.reindex()
    try StoreDatabase(in: place.tree.store).run("UPDATE vectors SET components = zeroblob(length(components))")
    let advised = [place.command("reindex", " --all")]
    #expect(try Advised.commands(in: place.freshet("query", "alpha").output) == advised)
    let reasons = try JSON(parsing: place.freshet("query", "alpha", "--json").output)["completeness"]["reasons"]
    #expect(Advised.commands(in: reasons.elements.map(\.text).joined()) == advised)
    #expect(try place.run(advised[0]).status == 0)
    #expect(try Advised.commands(in: place.freshet("query", "alpha").output).isEmpty)
  }

  @Test(arguments: AdvisedPlace.all)
  func `a passage that is damaged while it waits for its vector is mended by the advised reindex`(
    _: String, isNamed: Bool
  ) throws {
    let place = try AdvisedPlace(["a.md": "Alpha stands here.\n"], isNamed: isNamed)
    try place.tree.reindex()
    for change in [
      "INSERT INTO awaited (address, space, queued_at) SELECT address, space, 1 FROM vectors", "DELETE FROM vectors",
      "UPDATE chunks SET text = text || '!'",
    ] {
      try StoreDatabase(in: place.tree.store).run(change)
    }
    #expect(try place.freshet("reindex").status == 0)
    let advised = Advised.commands(in: try place.freshet("why", "files:a.md").output)
    #expect(advised == [place.command("reindex", " --all")])
    #expect(try place.run(advised[0]).status == 0)
    #expect(try Advised.commands(in: place.freshet("why", "files:a.md").output).isEmpty)
    #expect(try place.freshet("query", "alpha").output.contains("Alpha stands here."))
  }

  @Test(arguments: AdvisedPlace.all)
  func `what a monitor finds is explained by the advised why`(_: String, isNamed: Bool) throws {
    let place = try AdvisedPlace(["a.md": "Alpha stands here.\n"], isNamed: isNamed)
    try place.tree.reindex()
    try place.tree.write("Alpha stood here.\n", to: "a.md")
    let monitor = try FreshetProcess(
      ["monitor", "--window", "100ms", "--sweep", "1s", "--listing", "100ms"] + place.options, in: place.folder,
      output: .terminal)
    let deadline = ContinuousClock.now + .seconds(90)
    let told = try monitor.readOutput { Self.next(in: $0) != nil || ContinuousClock.now > deadline }
    monitor.send(SIGINT)
    #expect(try monitor.finish().status == 130)
    let next = Self.next(in: told)
    #expect(next == place.command("why", " files:a.md"))
    let why = try place.run(next ?? "false")
    #expect(why.status == 0 && why.output.contains("\nviolation  stale since "), "\(why)")
  }

  /// The command in the first whole line that names one.
  private static func next(in text: String) -> String? {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).dropLast()
    return lines.first { $0.hasPrefix("  next: ") }.map { String($0.dropFirst("  next: ".count)) }
  }

  @Test(arguments: AdvisedPlace.all)
  func `the advised commands help to find an unknown document`(_: String, isNamed: Bool) throws {
    let place = try AdvisedPlace(["a.md": "Alpha stands here.\n"], isNamed: isNamed)
    try place.tree.reindex()
    try place.tree.write("New here.\n", to: "new.md")
    let unknown = try place.freshet("log", "--source", "files", "none.md")
    #expect(unknown.status == 2 && Advised.commands(in: unknown.errors) == [place.command("dump")])
    #expect(try place.run(place.command("dump")).output.contains("\"a.md\""))
    let new = try place.freshet("log", place.tree.at("new.md"))
    #expect(new.status == 2 && Advised.commands(in: new.errors) == [place.command("reindex")])
    #expect(try place.run(place.command("reindex")).status == 0)
    #expect(try place.freshet("log", place.tree.at("new.md")).status == 0)
  }

  @Test(.enabled(if: Nobody.canRunFreshet, "the binary lies where only root can read"))
  func `a document that can't be read is named by the advised doctor`() throws {
    let tree = try CommandTree(["a.md": "Alpha stands here.\n", "b.md": "Beta stands here.\n"])
    try tree.giveToNobody()
    try tree.reindex(asNobody: true)
    chmod(tree.at("b.md"), 0)
    let audit = try JSON(parsing: tree.freshet("audit", "--json", asNobody: true).output)
    #expect(audit["findings"].elements.map { $0["next"] } == ["freshet doctor"])
    let report = try JSON(parsing: tree.freshet("doctor", "--json", asNobody: true).output)
    let sources = report["findings"].elements.filter { $0["check"] == "sources" }
    #expect(sources.map { $0["found"] } == [.string("files: 1 entry of \(tree.path) can't be read, for example b.md")])
  }

  @Test(arguments: ["excluded", "hollow"])
  func `a loss in the folder that was indexed is accepted by the advised command`(loss: String) throws {
    let tree = try Self.bollards()
    if loss == "excluded" {
      try tree.write("*.md\n", to: ".freshetignore")
    } else {
      for number in 0..<24 { try tree.write("", to: "docs/sub/d\(number).md") }
    }
    let held = try tree.freshet("reindex", "-q")
    #expect(held.status == 3)
    let accepting = Advised.commands(in: held.errors).filter { $0.contains("--accept-deletions") }
    #expect(accepting == ["freshet reindex --accept-deletions"])
    #expect(try Advised.run(accepting[0], in: tree.path).status == 0)
    #expect(try tree.freshet("reindex", "-q").status == 0)
  }

  @Test func `what a part of another folder can't decide, the advised reindex of all of it does`() throws {
    let tree = try Self.bollards()
    try tree.write("embedder = \"hashing\"\n[sources.docs]\nroot = \"docs\"\n", to: "freshet.toml")
    try tree.remove(".freshet")
    try tree.reindex()
    try tree.move("docs", to: "gone/docs")
    try tree.write("Another.\n", to: "docs/sub/d1.md")
    let part = try tree.freshet("reindex", "-q", "docs/sub")
    #expect(part.status == 3 && part.errors.contains("`freshet reindex` without a path scans the whole source"))
    let all = try Advised.run("freshet reindex", in: tree.path)
    #expect(all.errors.contains("23 of 24 documents are not in it"))
  }

  private static func bollards() throws -> CommandTree {
    let tree = try CommandTree()
    for number in 0..<24 { try tree.write("Bollard \(number).\n", to: "docs/sub/d\(number).md") }
    try tree.reindex()
    return tree
  }
}
