import Foundation
import Glibc
import Testing

/// The first signal ends a command, whatever it waits for.
@Suite struct SignalTests {
  enum Wait: String, CaseIterable, CustomTestStringConvertible {
    case pipeWithoutWriter, standardInput, lockedStore, unreadTerminal

    var testDescription: String { rawValue }

    var command: String {
      switch self {
      case .pipeWithoutWriter: "query --queries pipe"
      case .standardInput: "embed --embedder hashing -"
      case .lockedStore: "gc --compact"
      case .unreadTerminal: "dump"
      }
    }
  }

  /// More than a terminal holds that nobody reads.
  private func longTree() throws -> CommandTree {
    let tree = try CommandTree()
    for number in 0..<40 { try tree.write(String(repeating: "w\(number) ", count: 400), to: "d\(number).txt") }
    try tree.reindex()
    mkfifo(tree.at("pipe"), 0o600)
    return tree
  }

  @Test(arguments: Wait.allCases, [SIGTERM, SIGINT])
  func `a command that waits ends soon after a signal, with 130`(wait: Wait, signal: Int32) throws {
    let tree = try longTree()
    let lock = open(tree.store + "/writer.lock", O_RDWR | O_CLOEXEC)
    defer { close(lock) }
    if wait == .lockedStore { try #require(flock(lock, LOCK_EX | LOCK_NB) == 0) }
    let process = try FreshetProcess(
      wait.command.split(separator: " ").map(String.init), in: tree.path, keepsInputOpen: true,
      output: wait == .unreadTerminal ? .terminal : .file)
    try process.awaitHandler(of: signal)
    let began = ContinuousClock.now
    process.send(signal)
    try process.awaitEnd()
    // It takes two seconds at most; beside a thousand other tests its threads wait for their turn.
    #expect(ContinuousClock.now - began < .seconds(30))
    #expect(try process.finish().status == 130)
  }

  @Test func `a pipe in the place of a file is refused, not waited for`() throws {
    let tree = try CommandTree(["a.md": "Alpha.\n"])
    mkfifo(tree.at("freshet.toml"), 0o600)
    #expect(try tree.freshet("status").status == 2)
    try tree.remove("freshet.toml")
    mkfifo(tree.at("pipe.md"), 0o600)
    try tree.reindex()
    #expect(try tree.dump().map { $0["document"] } == ["a.md"])
    try tree.remove(".freshet")
    try FileManager.default.createDirectory(atPath: tree.store, withIntermediateDirectories: true)
    mkfifo(tree.store + "/store.sqlite", 0o600)
    let outcome = try tree.freshet("status")
    #expect(outcome.status == 6)
    #expect(outcome.errors.contains("store.sqlite is not a regular file"))
  }
}
