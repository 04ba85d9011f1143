import Foundation
import Glibc
import Testing

/// The machine refuses, for a while: that is no fact about a document, and nothing hangs.
@Suite struct RefusalTests {
  static let documents = ["a.md": "Alpha.\n", "b/c/d/e/f.md": "Beta.\n", "g/h.md": "Gamma.\n"]

  /// Fails at each count in another place: the files of the store, the folders, a document. With 3 no program can be loaded.
  @Test(arguments: [4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28])
  func `with few descriptors a run ends as done or with 4, and nothing is concluded from what could not be opened`(
    count: Int
  ) throws {
    let tree = try CommandTree(Self.documents)
    try tree.reindex()
    try tree.write("New.\n", to: "b/c/new.md")
    try tree.write("Alpha again.\n", to: "a.md")
    let outcome = try Shell.run("ulimit -n \(count); exec $freshet reindex -q", in: tree.path)
    #expect([0, 4].contains(outcome.status), "\(outcome)")
    let status = try tree.json("status")
    #expect(status["documents"].number >= 3)
    #expect(
      status["completeness"]["skipped"]["unreadable"] == .null || status["completeness"]["skipped"] == [:], "\(status)")
    #expect(try tree.reindex()["documents"]["failed"] == 0)
    #expect(try tree.dump() == tree.dumpFromScratch())
  }

  @Test(arguments: ["query alpha", "audit", "status", "dump", "doctor", "watch -q"])
  func `with few descriptors every command says so, and ends`(command: String) throws {
    let tree = try CommandTree(Self.documents)
    try tree.reindex()
    for count in [4, 8, 12] {
      let outcome = try Shell.run("ulimit -n \(count); exec timeout 3 $freshet \(command)", in: tree.path)
      // 124 and 130: a watch goes on, and tries again.
      #expect([0, 1, 4, 124, 130].contains(outcome.status), "\(count): \(outcome)")
      if outcome.status == 4 { #expect(!outcome.errors.isEmpty) }
    }
  }

  @Test(.enabled(if: getuid() == 0 && Nobody.canRunFreshet, "limits of threads don't bind root"))
  func `without a thread to be had a command ends with 4 and names the limit`() throws {
    let tree = try CommandTree(Self.documents)
    try tree.giveToNobody()
    let outcome = try Shell.run("ulimit -u 1; exec $freshet status", in: tree.path, asNobody: true)
    #expect(outcome.status == 4)
    #expect(outcome.errors.contains("the system refused this process a thread"), "\(outcome)")
  }

  @Test(.enabled(if: getuid() == 0 && Nobody.canRunFreshet, "limits of threads don't bind root"), arguments: 1...8)
  func `with few threads a command works or ends with 4, and never hangs`(count: Int) throws {
    let tree = try CommandTree(Self.documents)
    try tree.reindex()
    try tree.giveToNobody()
    for command in ["--version", "query alpha --consistency barrier --timeout 2s", "reindex -q"] {
      let outcome = try Shell.run(
        "exec timeout 60 bash -c 'ulimit -u \(count); exec $freshet \(command)'", in: tree.path, asNobody: true)
      #expect([0, 4, 7].contains(outcome.status), "\(command): \(outcome)")
    }
  }

  @Test(arguments: [150, 250, 300, 350, 400, 600])
  func `with little address space a command works or ends with 4, and never hangs`(megabytes: Int) throws {
    let tree = try CommandTree(Self.documents)
    try tree.reindex()
    for command in ["status", "query alpha"] {
      let line = "ulimit -v \(megabytes << 10); exec $freshet \(command)"
      let outcome = try Shell.run("exec timeout 60 bash -c '\(line)'", in: tree.path)
      #expect(outcome.status != 124, "\(command): \(outcome)")
    }
  }

  @Test func `a file over its limit is an error, not a signal`() throws {
    let tree = try CommandTree(Self.documents)
    for number in 0..<60 { try tree.write(String(repeating: "w\(number) ", count: 400), to: "d\(number).txt") }
    let outcome = try Shell.run("ulimit -f 100; exec $freshet reindex -q --embedder hashing", in: tree.path)
    #expect([3, 4].contains(outcome.status), "\(outcome)")
    #expect(try tree.reindex()["documents"]["failed"] == 0)
  }
}
