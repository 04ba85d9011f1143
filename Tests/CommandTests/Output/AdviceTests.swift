import Foundation
import Testing

/// Runs each command that Freshet advises in the folder where it was advised, and checks that it has the promised
/// effect.
@Suite struct AdviceTests {
  private static let placesOfAudit = [("a folder's own store", false), ("a store that is named", true)]

  /// The corpus that breaks every rule, audited with its own store or from another folder.
  private func findings(of tree: CommandTree, from folder: String, _ store: [String]) throws -> [JSON] {
    let outcome = try FreshetProcess(["audit", "--verify", "--json"] + store, in: folder).finish()
    return try JSON(parsing: outcome.output)["findings"].elements
  }

  @Test(arguments: placesOfAudit)
  func `every next of an audit works where the audit was run`(place: (String, isNamed: Bool)) throws {
    let (tree, elsewhere) = (try AuditRulesTests.corpus(), try CommandTree())
    let folder = place.isNamed ? elsewhere.path : tree.at("docs")
    let store = place.isNamed ? ["--store", tree.store] : []
    let all = try findings(of: tree, from: folder, store)
    #expect(all.count == 13)
    let order = { (next: String) in
      next.contains(" reindex") ? next.contains("--all") ? 2 : 1 : next.contains(" watch") ? 3 : 0
    }
    for finding in all.sorted(by: { order($0["next"].text) < order($1["next"].text) }) {
      let (rule, next, document) = (finding["rule"], finding["next"].text, finding["document"].text)
      func isGone() throws -> Bool {
        try !findings(of: tree, from: folder, store).contains { $0["rule"] == rule && $0["document"].text == document }
      }
      if next.contains(" watch") {
        try Advised.running(next, in: folder, until: isGone)
        continue
      }
      // Freshet embeds nothing while another embedder is set. `doctor` advised to bring the former one back; in place
      // of that, the statements below delete the canaries.
      if next.contains(" reindex") {
        try StoreDatabase(in: tree.store).run("DELETE FROM canaries")
        try StoreDatabase(in: tree.store).run("UPDATE spaces SET checked_at = NULL, agreement = NULL")
      }
      let outcome = try Advised.run(next, in: folder)
      if next.contains(" why ") || next.contains(" log ") {
        #expect(outcome.status == 0 && outcome.output.hasPrefix("document   \(document)\n"), "\(next): \(outcome)")
      } else if next.contains(" doctor") {
        #expect([0, 1].contains(outcome.status) && outcome.output.contains("problem"), "\(next): \(outcome)")
      } else if rule != "FRS012" {
        #expect(try outcome.status != 2 && isGone(), "\(rule) \(next): \(outcome)")
      }
    }
  }

  @Test(arguments: [
    "it's $(touch oops) `id`.md", "-n.md", "a\nb\u{1B}[35m\u{202E}.md", " -- x.md", "a:b.md", "ü\u{301}'\u{301}.md",
  ])
  func `an audit's next names a document with a hostile name in one word`(name: String) throws {
    let tree = try CommandTree(["docs/\(name)": "The quay.\n"])
    try tree.write("embedder = \"hashing\"\n[sources.docs]\nroot = \"docs\"\n", to: "freshet.toml")
    try tree.reindex()
    try StoreDatabase(in: tree.store).run("UPDATE documents SET siblings = 2")
    for folder in [tree.path, tree.at("docs"), NSTemporaryDirectory()] {
      let store = folder == NSTemporaryDirectory() ? ["--store", tree.store] : []
      let finding = try #require(try findings(of: tree, from: folder, store).first)
      #expect(finding["rule"] == "FRS006")
      let outcome = try Advised.run(finding["next"].text + " --json", in: folder)
      #expect(try JSON(parsing: outcome.output)["document"] == .string("docs:\(name)"), "\(finding["next"].text)")
    }
    #expect(!tree.exists("oops") && !tree.exists("docs/oops"))
  }

  @Test func `query, dump and why judge a document with versions side by side alike`() throws {
    let tree = try CommandTree(["a.md": "The quay is long.\n"])
    try tree.reindex()
    try tree.write("The quay is short.\n", to: "a.md")
    try StoreDatabase(in: tree.store).run("UPDATE documents SET siblings = 2")
    #expect(try tree.json("query", "quay")["hits"][0]["certificate"]["state"] == "conflicted")
    #expect(try tree.json("why", "a.md")["state"] == "conflicted")
    #expect(try tree.dump()[0]["state"] == "conflicted")
    #expect(try tree.json("audit")["documents"][0]["state"] == "conflicted")
  }

  @Test
  func `a document that came by sync is reached by why, log, diff and erase, though its source has no folder here`()
    throws
  {
    let (theirs, ours) = (try CommandTree(["notes/a.md": "The quay.\n"]), try CommandTree())
    try theirs.write("embedder = \"hashing\"\n[sources.notes]\nroot = \"notes\"\n", to: "freshet.toml")
    try theirs.reindex()
    try theirs.write("The quay is long.\n", to: "notes/a.md")
    try theirs.reindex()
    #expect(try ours.freshet("sync", theirs.path, "--store", ".freshet").status == 0)
    for name in [["notes:a.md"], ["--source", "notes", "a.md"]] {
      for command in ["why", "log"] {
        #expect(try ours.freshet([command] + name).output.hasPrefix("document   notes:a.md\n"), "\(command) \(name)")
      }
    }
    let finding = try ours.json("audit")["findings"][0]
    #expect(finding["next"] == "freshet why notes:a.md")
    #expect(try Advised.run(finding["next"].text, in: ours.path).output.hasPrefix("document   notes:a.md\n"))
    let unknown = try ours.freshet("log", "--source", "nodes", "a.md")
    #expect(
      unknown.status == 2 && unknown.errors.contains("there is no source nodes; the sources of the store are: notes"))
    #expect(try ours.freshet("erase", "--source", "notes", "a.md").output.hasPrefix("erased    notes:a.md"))
  }

  @Test func `what a peer's removals hold back is in the status and the audit, and the advised command accepts it`()
    throws
  {
    let (theirs, ours) = (try CommandTree(), try CommandTree())
    for number in 0..<24 { try theirs.write("The quay has bollard \(number).\n", to: "d\(number).md") }
    try theirs.reindex()
    #expect(try ours.freshet("sync", theirs.path, "--store", ".freshet").status == 0)
    for number in 0..<20 { try theirs.remove("d\(number).md") }
    try theirs.reindex()
    let held = try ours.freshet("sync", theirs.path)
    #expect(held.status == 3)
    #expect(try ours.json("status")["held"]["files"].text.contains("removed 20 of 24 documents"))
    let finding = try ours.json("audit")["findings"].elements.first { $0["source"] == "files" }
    #expect(finding?["what"].text.contains("removed 20 of 24 documents") == true)
    #expect(try Advised.run(finding?["next"].text ?? "", in: ours.path).output.contains("held       files: replica"))
    let command = try #require(Advised.commands(in: held.output).first)
    #expect(try Advised.run(command, in: ours.path).status == 0)
    #expect(try ours.json("status")["documents"] == 4)
  }

  @Test func `a loss that is held back is accepted by the advised command, also for a store that is named`() throws {
    for store in [[], ["--store", ".other"]] {
      let tree = try CommandTree()
      for number in 0..<24 { try tree.write("Bollard \(number).\n", to: "docs/d\(number).md") }
      try tree.write("embedder = \"hashing\"\n[sources.docs]\nroot = \"docs\"\n", to: "freshet.toml")
      #expect(try tree.freshet(["reindex", "-q"] + store).status == 0)
      try tree.move("docs", to: "gone")
      try tree.write("Another.\n", to: "docs/other.md")
      let held = try tree.freshet(["reindex", "-q"] + store)
      #expect(held.status == 3)
      let commands = Set(Advised.commands(in: held.errors).filter { $0.contains("--accept-deletions") })
      #expect(commands.count == 1)
      #expect(try Advised.run(commands.first ?? "", in: tree.path).status == 0)
      #expect(try JSON(parsing: tree.freshet(["status", "--json"] + store).output)["documents"] == 1)
    }
  }

  @Test func `errors advise commands that help, in the folder and with the store that they are about`() throws {
    let (tree, elsewhere) = (try CommandTree(["a.md": "The quay.\n"]), try CommandTree())
    try tree.reindex("--store", "a store")
    for folder in [tree.path, elsewhere.path] {
      let store = tree.at("a store")
      let other = try Advised.run("freshet query quay --embedder minilm --store '\(store)'", in: folder)
      #expect(other.status == 2)
      let command = try #require(Advised.commands(in: other.errors).first)
      #expect(command == "freshet reindex --store '\(store)' --embedder minilm")
      #expect(try Advised.run("\(command) --dry-run", in: folder).status == 0)
    }
    try tree.write("nonsense", to: "base line")
    let baseline = try tree.freshet("audit", "--baseline", "base line", "--store", "a store")
    try tree.remove("base line")
    #expect(try Advised.run(try #require(Advised.commands(in: baseline.errors).first), in: tree.path).status == 0)
    #expect(tree.exists("base line"))
    let erased = try tree.freshet("erase", "a.md", "--store", "a store")
    #expect(erased.status == 2)
    try tree.remove("a.md")
    #expect(try Advised.run(try #require(Advised.commands(in: erased.errors).first), in: tree.path).status == 0)
    let missing = try elsewhere.freshet("status")
    #expect(Advised.commands(in: missing.errors) == ["freshet reindex FOLDER"])
  }

  @Test func `damage that a dump or a question meets is named and mended by the commands that they advise`() throws {
    let (tree, elsewhere) = (try CommandTree(["a.md": "The quay.\n", "b.md": "The buoy.\n"]), try CommandTree())
    try tree.reindex()
    try StoreDatabase(in: tree.store).run("UPDATE chunks SET text = text || '!' WHERE text LIKE 'The quay%'")
    for arguments in [["dump"], ["query", "buoy"]] {
      let outcome = try elsewhere.freshet(arguments + ["--store", tree.store])
      let commands = Advised.commands(in: outcome.output + outcome.errors)
      #expect(
        Set(commands) == [
          "freshet audit --store \(tree.store) --verify", "freshet reindex --store \(tree.store) --all",
        ])
      #expect(try Advised.run(commands[0], in: elsewhere.path).output.contains("FRS004"))
    }
    #expect(try Advised.run("freshet reindex --store \(tree.store) --all", in: elsewhere.path).status == 0)
    #expect(try tree.freshet("dump").status == 0)
  }

  @Test func `what is given up is tried again by the advised reindex`() throws {
    let tree = try CommandTree(["a.md": "The quay.\n", "b.md": "The buoy.\n"])
    try tree.reindex()
    try tree.write("The quay is long.\n", to: "a.md")
    try StoreDatabase(in: tree.store).run(
      """
      INSERT INTO journal (source, path, observed_at, attempts, failure, is_buried)
      VALUES ('files', 'a.md', 1, 9, 'the disk said no', 1)
      """)
    let why = try tree.freshet("why", "a.md").output
    #expect(Advised.commands(in: why) == ["freshet reindex"])
    #expect(try Advised.run("freshet reindex", in: tree.path).status == 0)
    #expect(try tree.json("audit")["coherent"] == true)
  }
}
