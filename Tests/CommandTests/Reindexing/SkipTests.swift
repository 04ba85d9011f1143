import Foundation
import Glibc
import Testing

/// What is skipped, and that commands say so.
@Suite struct SkipTests {
  /// The skips by reason of a first run, whose store lies elsewhere.
  private func skips(in tree: CommandTree) throws -> JSON {
    let elsewhere = try CommandTree()
    return try tree.reindex("--store", elsewhere.at("store"))["documents"]
  }

  @Test func `ignore files exclude files and whole folders, each counted once`() throws {
    let tree = try CommandTree([
      ".gitignore": "*.log\nbuild/\n", ".freshetignore": "/drafts/\n!keep.log\n", "a.md": "A.\n", "x.log": "X.\n",
      "keep.log": "K.\n", "build/b1.md": "B.\n", "build/b2.md": "B.\n", "drafts/d.md": "D.\n",
      "sub/.gitignore": "secret.txt\n", "sub/secret.txt": "S.\n", "sub/open.txt": "O.\n",
    ])
    #expect(try skips(in: tree)["skipped"] == ["ignored": 7])
    try tree.reindex()
    let served = try tree.dump().map { $0["document"].text }
    #expect(Set(served).isSuperset(of: ["a.md", "keep.log", "sub/open.txt"]))
    #expect(Set(served).isDisjoint(with: ["x.log", "build/b1.md", "build/b2.md", "drafts/d.md", "sub/secret.txt"]))
  }

  @Test func `binary, undecodable and too large files are counted by reason`() throws {
    let tree = try CommandTree(["a.md": "A.\n"])
    try tree.write(Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D]), to: "image.md")
    try tree.write(Data([0x68, 0xE9, 0x0A]), to: "latin1.txt")
    try tree.write(Data(), to: "huge.txt")
    #expect(truncate(tree.at("huge.txt"), 1 << 40) == 0)
    let documents = try skips(in: tree)
    #expect(documents["skipped"] == ["binary": 1, "undecodable": 1, "tooLarge": 1])
    #expect(documents["seen"] == 4)
    #expect(documents["changed"] == 1)
    #expect(documents["failed"] == 0)
  }

  @Test func `the counts by reason stay the same in a run with nothing to do`() throws {
    let tree = try CommandTree(["a.md": "A.\n", ".gitignore": "b.md\n", "b.md": "B.\n"])
    try tree.write(Data([0xFF, 0xFE]), to: "latin1.txt")
    let elsewhere = try CommandTree()
    let first = try tree.reindex("--store", elsewhere.at("store"))["documents"]["skipped"]
    let second = try tree.reindex("--store", elsewhere.at("store"))["documents"]["skipped"]
    #expect(first == ["ignored": 2, "undecodable": 1])
    #expect(second == first)
  }

  @Test func `symbolic links that go round in a circle end`() throws {
    let tree = try CommandTree(["a/one.md": "One.\n"])
    try tree.link("a/up", to: "..")
    try tree.link("self", to: "self")
    try tree.link("dangling", to: "nowhere")
    let documents = try skips(in: tree)
    #expect(documents["skipped"] == ["notAFile": 3])
    #expect(documents["changed"] == 1)
  }

  @Test func `links that lead out of the root are not followed`() throws {
    let outside = try CommandTree(["secret.md": "Nobody may read this.\n"])
    let tree = try CommandTree(["a.md": "A.\n"])
    try tree.link("file.md", to: outside.at("secret.md"))
    try tree.link("folder", to: outside.path)
    #expect(try skips(in: tree)["skipped"] == ["notAFile": 2])
    try tree.reindex()
    #expect(try tree.dump().map { $0["document"] } == ["a.md"])
  }

  @Test func `pipes and sockets are passed over without waiting for them`() throws {
    let tree = try CommandTree(["a.md": "A.\n"])
    #expect(mkfifo(tree.at("pipe.md"), 0o644) == 0)
    #expect(mknod(tree.at("socket.md"), S_IFSOCK | 0o644, 0) == 0)
    #expect(try skips(in: tree)["skipped"] == ["notAFile": 2])
  }

  @Test(.enabled(if: Nobody.canRunFreshet, "the binary lies where only root can read"))
  func `what may not be read is counted, and the rest is indexed`() throws {
    let tree = try CommandTree(["a.md": "A.\n", "secret.md": "S.\n", "closed/b.md": "B.\n"])
    try tree.giveToNobody()
    chmod(tree.at("secret.md"), 0)
    chmod(tree.at("closed"), 0)
    defer { chmod(tree.at("closed"), 0o755) }
    let elsewhere = try CommandTree()
    try elsewhere.giveToNobody()
    let outcome = try tree.freshet(
      ["reindex", "--embedder", "hashing", "--json", "--store", elsewhere.at("store")], asNobody: true)
    #expect(outcome.status == 3)
    let report = try JSON(parsing: outcome.output)
    #expect(
      report["documents"]["unread"] == [
        ["document": "closed", "reason": "unreadable"], ["document": "secret.md", "reason": "unreadable"],
      ])
    #expect(report["documents"]["skipped"]["unreadable"] == 2)
    #expect(report["documents"]["changed"] == 1)
    let status = try JSON(parsing: elsewhere.freshet("status", "--json", "--store", "store").output)
    #expect(status["completeness"]["reasons"].elements.contains("2 entries were skipped as unreadable"))
  }

  @Test func `a document that becomes undecodable is no longer served`() throws {
    let tree = try CommandTree(["a.md": "A.\n", "b.md": "B.\n"])
    try tree.reindex()
    try tree.write(Data([0xFF, 0xFE]), to: "b.md")
    let documents = try tree.reindex()["documents"]
    #expect(documents["removed"] == 1)
    #expect(documents["skipped"]["undecodable"] == 1)
    #expect(try tree.dump().map { $0["document"] } == ["a.md"])
  }
}
