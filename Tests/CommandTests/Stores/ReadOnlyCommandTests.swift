import Foundation
import Glibc
import Testing

/// A store on a read-only mount: it can be queried, but not changed.
@Suite(.enabled(if: ReadOnlyMount.canBeMade, "only root can mount a folder read-only"))
struct ReadOnlyCommandTests {
  private let tree: CommandTree

  init() throws {
    tree = try CommandTree(["docs/a.md": "Alpha stands here.\n", "docs/b.md": "Beta stands here.\n"])
    try tree.reindex("docs", "--store", tree.at("store"))
  }

  private static let questions: [[String]] = [
    ["query", "alpha"], ["status"], ["audit"], ["audit", "--verify"], ["dump"], ["why", "a.md"], ["log", "a.md"],
    ["doctor"], ["slo"], ["config", "show"],
  ]

  @Test func `a read-only store answers every question like a writable one, and no file is made beside it`() throws {
    let expected = try tree.dump(in: "store")
    let mount = try ReadOnlyMount(of: tree.at("store"))
    let before = try FileManager.default.contentsOfDirectory(atPath: tree.at("store")).sorted()
    for question in Self.questions {
      let outcome = try tree.freshet(question + ["--store", tree.at("store")])
      #expect(outcome.status == 0, "\(question): \(outcome)")
    }
    #expect(try tree.dump(in: "store") == expected)
    #expect(try FileManager.default.contentsOfDirectory(atPath: tree.at("store")).sorted() == before)
    mount.end()
  }

  @Test(arguments: [["reindex"], ["watch"], ["gc"], ["monitor", "--for", "1s"]])
  func `a command that would change a read-only store names the refusal`(command: [String]) throws {
    let mount = try ReadOnlyMount(of: tree.at("store"))
    let outcome = try tree.freshet(command + ["--store", tree.at("store")])
    #expect(outcome.status == 4, "\(outcome)")
    #expect(outcome.errors.hasPrefix("freshet: the store \(tree.at("store")) can only be read, because"))
    mount.end()
  }

  @Test func `answers include commits in the log of a killed writer`() throws {
    try tree.write("Alpha stood here.\n", to: "docs/a.md")
    let watch = try WatchProcess(in: tree.path, "--store", tree.at("store"))
    try watch.awaitServed("a.md")
    #expect(try watch.end(SIGKILL).status == -SIGKILL)
    for isShared in [true, false] {
      if !isShared { try tree.remove("store/store.sqlite-shm") }
      let mount = try ReadOnlyMount(of: tree.at("store"))
      #expect(try tree.dump(in: "store").map { $0["text"] } == ["Alpha stood here.", "Beta stands here."])
      mount.end()
    }
  }

  @Test func `a user without the right to write gets answers too`() throws {
    try #require(Nobody.canRunFreshet)
    chmod(tree.at("store"), 0o755)
    for name in try FileManager.default.contentsOfDirectory(atPath: tree.at("store")) {
      chmod(tree.at("store/" + name), 0o644)
    }
    let outcome = try tree.freshet("query", "alpha", "--store", tree.at("store"), asNobody: true)
    #expect(outcome.status == 0, "\(outcome)")
    let refused = try tree.freshet("reindex", "--store", tree.at("store"), asNobody: true)
    #expect(refused.status == 4, "\(refused)")
    #expect(refused.errors.contains("can only be read, because this user may not write it"))
  }
}

extension CommandTree {
  fileprivate func dump(in store: String) throws -> [JSON] {
    let outcome = try freshet("dump", "--store", at(store))
    try #require(outcome.status == 0, "\(outcome)")
    return try JSON.lines(outcome.output)
  }
}

/// A folder that stays read-only as long as this value lives.
final class ReadOnlyMount {
  private let path: String
  private var hasEnded = false

  init(of path: String) throws {
    self.path = path
    try Self.run("mount", "--bind", path, path)
    do {
      try Self.run("mount", "-o", "remount,ro,bind", path)
    } catch {
      try Self.run("umount", path)
      throw error
    }
  }

  deinit { end() }

  func end() {
    if hasEnded { return }
    hasEnded = true
    try? Self.run("umount", path)  // it may be unmounted already
  }

  static let canBeMade: Bool = {
    guard getuid() == 0, let tree = try? CommandTree(), let mount = try? ReadOnlyMount(of: tree.path) else {
      return false
    }
    mount.end()
    return true
  }()

  private static func run(_ words: String...) throws {
    let process = try Process.run(URL(fileURLWithPath: "/usr/bin/env"), arguments: words)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw POSIXError(.EPERM) }
  }
}
