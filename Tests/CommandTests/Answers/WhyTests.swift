import Foundation
import Glibc
import Testing

/// `why`: what is known of one document.
@Suite struct WhyTests {
  private func indexed() throws -> CommandTree {
    let tree = try CommandTree(["docs/a.md": "Alpha stands here.\n", "docs/deep/b.md": "Beta stands here.\n"])
    try tree.reindex()
    return tree
  }

  private func explain(_ tree: CommandTree, _ name: String, in folder: String = ".") throws -> JSON {
    let outcome = try tree.freshet(["why", name, "--json"], in: folder)
    try #require(outcome.status == 0, "\(outcome)")
    return try JSON(parsing: outcome.output)
  }

  @Test func `a document that is served has its revision, its evidence and its last steps`() throws {
    let tree = try indexed()
    let answer = try explain(tree, "docs/a.md")
    #expect(
      answer.without("served", "transitions") == [
        "document": "docs/a.md", "source": "files", "path": "docs/a.md", "state": "fresh", "violations": [],
      ])
    #expect(
      answer["served"].without("verifiedAt") == [
        "revision": .string(try sha256(of: tree.read("docs/a.md"))),
        "version": [try tree.json("status")["replica"].text: 1],
        "method": "contentHash", "passages": 1, "awaitingVectors": 0,
      ])
    let steps = answer["transitions"].elements
    #expect(steps.first?["state"] == "observed")
    #expect(steps.contains { $0["state"] == "installed" })
    #expect(steps.map { $0["at"].text } == steps.map { $0["at"].text }.sorted())
  }

  @Test func `a document is named from here, from its source's folder, with its source, or absolutely`() throws {
    let tree = try indexed()
    let names = [
      ("deep/b.md", "docs"), ("docs/deep/b.md", "docs"), ("files:docs/deep/b.md", "."),
      (tree.at("docs/deep/b.md"), "docs"),
    ]
    for (name, folder) in names {
      #expect(try explain(tree, name, in: folder)["document"] == "docs/deep/b.md", "\(name) in \(folder)")
    }
  }

  @Test func `the name that is printed of a document means that document, whatever other sources hold`() throws {
    let tree = try CommandTree([
      "freshet.toml": """
      embedder = "hashing"
      [sources.code]
      root = "code"
      [sources.files]
      root = "files"

      """,
      "code/a.md": "Alpha stands here.\n", "files/a.md": "Beta stands here.\n",
      "files/code:a.md": "Gamma stands here.\n",
    ])
    try tree.reindex()
    let printed = try tree.dump().map { $0["document"].text }
    #expect(printed == ["code:a.md", "a.md", "files:code:a.md"])
    #expect(try printed.map { try explain(tree, $0)["document"].text } == printed)
  }

  @Test func `a change that isn't indexed, a deletion, and an entry without text are explained`() throws {
    let tree = try indexed()
    try tree.write(Data("text\0more".utf8), to: "docs/image.md")
    try tree.reindex()
    try tree.write("Alpha stood here.\n", to: "docs/a.md")
    try tree.remove("docs/deep/b.md")
    #expect(try explain(tree, "docs/a.md")["state"] == "stale")
    #expect(try explain(tree, "docs/deep/b.md")["state"] == "orphaned")
    #expect(try explain(tree, "docs/image.md")["passedOver"] == "undecodable")
    #expect(try explain(tree, "docs/image.md")["form"] == "withNUL")
    try tree.reindex()
    let gone = try explain(tree, "docs/deep/b.md")
    #expect(gone["served"] == .null)
    #expect(gone["transitions"].elements.last?["state"] == "retired")
  }

  @Test(.enabled(if: Nobody.canRunFreshet, "the binary lies where only root can read"))
  func `a document that can't be indexed waits, with the attempts and the last error`() throws {
    let tree = try CommandTree(["a.md": "Alpha stands here.\n"])
    try tree.giveToNobody()
    try tree.reindex(asNobody: true)
    try tree.write("Alpha stood here.\n", to: "a.md")
    chmod(tree.at("a.md"), 0)
    #expect(try tree.freshet("reindex", asNobody: true).status == 3)
    let outcome = try tree.freshet("why", "a.md", "--json", asNobody: true)
    let waiting = try JSON(parsing: outcome.output)["waiting"]
    #expect(waiting["attempts"] == 1)
    #expect(waiting["lastError"].text.contains("Permission denied"))
    #expect(waiting["buried"] == false)
    #expect(!waiting["since"].text.isEmpty)
    let forPeople = try tree.freshet("why", "a.md", asNobody: true).output
    #expect(
      forPeople.contains(
        "\nmarked     since \(waiting["since"].text), 1 attempt failed\nerror      it can't be read: "))
  }

  @Test func `the answer for people has a line for each step`() throws {
    let tree = try indexed()
    let lines = withoutMoments(try tree.freshet("why", "docs/a.md").output).split(separator: "\n")
    #expect(lines.prefix(2) == ["document   docs/a.md", "freshness  fresh"])
    #expect(lines.contains { $0.wholeMatch(of: /served     revision [0-9a-f]{12}, 1 passage/) != nil })
    #expect(lines.contains("verified   contentHash at MOMENT"))
    #expect(lines.contains("MOMENT  observed"))
  }

  @Test func `of a name that is not UTF-8 only the file's renaming is suggested`() throws {
    let tree = try indexed()
    let outcome = try Shell.run(
      #"printf x > docs/$'bad\xff.md'; exec $freshet why docs/$'bad\xff.md'"#, in: tree.path)
    #expect(outcome.status == 2)
    #expect(
      outcome.errors.hasSuffix(": the file's name is not UTF-8, so the file can't be a document: rename it\n"),
      "\(outcome.errors)")
  }

  @Test(arguments: [
    ("docs/aa.md", "did you mean docs/a.md?"), ("c.md", "give the document's path from the current folder or from "),
    ("new.md", "the file was never indexed, or ignore rules exclude it; `freshet reindex` indexes new files"),
    ("/etc/passwd", "the file lies in no source's folder ("),
  ])
  func `an unknown document exits with 2 and what may have been meant`(name: String, hint: String) throws {
    let tree = try indexed()
    try tree.write("New.\n", to: "new.md")
    let outcome = try tree.freshet("why", name)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("freshet: the store has no record of \(name): \(hint)"), "\(outcome.errors)")
  }
}
