import Foundation
import FreshetTestSupport
import Glibc
import Testing

/// What commands put into the folder for temporary files, and what is left of it.
@Suite struct ScratchTests {
  private let tree: CommandTree
  private let token: String
  private static let secret = "The quartermaster hides the zeppelin behind the lighthouse."

  init() throws {
    tree = try CommandTree(["docs/a.md": "\(Self.secret)\n", "docs/b.md": "Beta stands here.\n"])
    token = try tree.reindex("docs")["token"].text
    try FileManager.default.createDirectory(atPath: tree.at("tmp"), withIntermediateDirectories: true)
  }

  private var environment: [String: String] {
    ["TMPDIR": tree.at("tmp"), "FRESHET_STORE": tree.at("docs/.freshet")]
  }

  /// A question about the past that waits for its questions: its state lies in the temporary folder then.
  private func asking() throws -> FreshetProcess {
    let process = try FreshetProcess(
      ["query", "--at", token, "--queries", "-"], in: tree.path, environment: environment, keepsInputOpen: true)
    try waitUntil("the state of the past") {
      try FileManager.default.contentsOfDirectory(atPath: tree.at("tmp")).contains { name in
        let log = FileManager.default.contents(atPath: tree.at("tmp/\(name)/store.sqlite-wal")) ?? Data()
        return log.range(of: Data(Self.secret.utf8)) != nil
      }
    }
    return process
  }

  /// Mode and name, the random part of names left out.
  private func left() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: tree.at("tmp")).sorted().map { name in
      var status = stat()
      lstat(tree.at("tmp/\(name)"), &status)
      let mode = String(status.st_mode & 0o7777, radix: 8)
      return mode + " " + name.replacing(/[0-9a-f]{8}-[0-9a-f-]{27}/, with: "…")
    }
  }

  private static let held = [
    "700 freshet-scratch-…", "600 freshet-scratch-…/store.sqlite", "600 freshet-scratch-…/store.sqlite-shm",
    "600 freshet-scratch-…/store.sqlite-wal", "600 freshet-scratch-…/writer.lock",
  ]

  @Test(arguments: ["query beta", "dump", "status", "audit", "doctor"])
  func `a state that a killed question left is only its owner's, and the next command removes it`(command: String)
    throws
  {
    let process = try asking()
    #expect(try left() == Self.held)
    process.send(SIGKILL)
    _ = try process.finish()
    #expect(try left() == Self.held)
    _ = try tree.freshet(command.split(separator: " ").map(String.init), environment: environment)
    #expect(try left() == [])
  }

  @Test(arguments: [SIGTERM, SIGINT]) func `a signal removes it`(signal: Int32) throws {
    let process = try asking()
    process.send(signal)
    #expect(try process.finish().status == 130)
    #expect(try left() == [])
  }

  @Test func `the state of a running question stays, and erasing names it while it holds the text`() throws {
    let process = try asking()
    try tree.remove("docs/a.md")
    let receipt = try JSON(
      parsing: tree.freshet(["erase", "docs/a.md", "--verify", "--json"], environment: environment).output)
    let scratch = receipt["scratch"].elements.map(\.text)
    #expect(scratch.count == 1 && scratch[0].hasPrefix(tree.at("tmp/freshet-scratch-")))
    #expect(receipt["search"]["traces"].elements.allSatisfy { $0["file"].text.hasPrefix(scratch.first ?? "none") })
    #expect(receipt["search"]["found"].number > 0)
    process.send(SIGTERM)
    _ = try process.finish()
    #expect(try left() == [])
    let again = try tree.freshet(["erase", "docs/a.md", "--verify", "--json"], environment: environment)
    #expect(again.status == 0)
    #expect(try JSON(parsing: again.output)["scratch"].elements.isEmpty)
  }

  @Test func `after an erasure no state of a killed question has the text`() throws {
    let process = try asking()
    process.send(SIGKILL)
    _ = try process.finish()
    try tree.remove("docs/a.md")
    let outcome = try tree.freshet(["erase", "docs/a.md", "--verify", "--json"], environment: environment)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try JSON(parsing: outcome.output)["scratch"].elements.isEmpty)
    #expect(try left() == [])
  }

  @Test func `a dump that is killed leaves nothing, nor does a dry run of a new store`() throws {
    // It writes to a pipe from which nobody reads any further.
    _ = try Shell.run(
      "mkfifo pipe; $freshet dump > pipe & exec 3< pipe; read -r -u 3 line; kill -9 $!; wait", in: tree.path,
      environment: environment)
    #expect(try left() == [])
    let other = try CommandTree(["a.md": "Alpha.\n"])
    let plan = try other.freshet(
      ["reindex", "--dry-run", "--embedder", "hashing"], environment: ["TMPDIR": tree.at("tmp")])
    #expect(plan.status == 0 && !other.exists(".freshet"))
    #expect(try left() == [])
  }
}
