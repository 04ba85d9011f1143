import Foundation
import Testing

/// No command may report success if its output can't be written.
@Suite struct OutputTests {
  static let speaking = [
    "status", "status --json", "query alpha", "query alpha --json", "query --queries q", "dump", "audit",
    "audit --json",
    "audit --format html", "log a.md", "why a.md --json", "diff a.md", "doctor", "config show", "slo",
    "verify certificate",
    "reindex", "reindex --json", "reindex --dry-run", "gc", "embed --embedder hashing q", "eval --queries q --qrels j",
    "--help",
    "--version",
    "help query", "--generate-completion-script bash", "sync .peer", "erase gone.md",
    "status --help",
  ]

  private func indexed() throws -> CommandTree {
    let tree = try CommandTree(["a.md": "Alpha stands here.\n", "gone.md": "Soon gone.\n"])
    try tree.reindex()
    try tree.remove("gone.md")
    try tree.write("Alpha stood here.\n", to: "a.md")
    try tree.reindex()
    #expect(try tree.freshet("reindex", "--store", ".peer", "--embedder", "hashing", "-q").status == 0)
    try tree.write(#"{"id": 1, "text": "alpha"}"#, to: "q")
    try tree.write("1\ta.md\t1\n", to: "j")
    try tree.write(tree.freshet("query", "alpha", "--json").output, to: "certificate")
    return tree
  }

  @Test func `on a full disk every command with output exits with 4 and says why`() throws {
    let tree = try indexed()
    for command in Self.speaking {
      let outcome = try Shell.run("exec $freshet \(command) > /dev/full", in: tree.path)
      #expect(outcome.status == 4, "\(command): \(outcome)")
      #expect(outcome.errors.contains("freshet: cannot write standard output: No space left on device"), "\(command)")
    }
  }

  @Test func `a closed output is an error, and no file that reuses its descriptor gets the output`() throws {
    let tree = try indexed()
    for command in ["status", "dump", "query alpha", "audit", "reindex"] {
      let outcome = try Shell.run("exec $freshet \(command) >&-", in: tree.path)
      #expect(outcome.status == 4, "\(command): \(outcome)")
      #expect(outcome.errors.contains("freshet: cannot write standard output: Bad file descriptor"), "\(command)")
    }
    #expect(try Shell.run("exec $freshet dump 2>&- <&- >/dev/null", in: tree.path).status == 0)
    #expect(try Shell.run("exec $freshet query --queries - <&-", in: tree.path).status == 2)
    #expect(try tree.freshet("audit", "--verify").status == 0)
  }

  @Test func `a command without output succeeds with a closed standard output`() throws {
    let tree = try CommandTree()
    try tree.reindex()
    #expect(try Shell.run("exec $freshet dump >&-", in: tree.path).status == 0)
  }

  @Test func `a reader that closes the pipe early ends the command silently`() throws {
    let tree = try indexed()
    for number in 0..<300 { try tree.write(String(repeating: "w\(number) ", count: 300), to: "d\(number).txt") }
    try tree.reindex()
    // If the test runner ignores the signal, its child processes inherit that.
    let outcome = try Shell.run(
      "env --default-signal=PIPE $freshet dump | head -1 > /dev/null; echo ${PIPESTATUS[0]}", in: tree.path)
    #expect(outcome == FreshetProcess.Outcome(status: 0, output: "141\n", errors: ""))
    let ignoring = try Shell.run(
      "trap '' PIPE; $freshet dump | head -1 > /dev/null; echo ${PIPESTATUS[0]}", in: tree.path)
    #expect(ignoring == FreshetProcess.Outcome(status: 0, output: "0\n", errors: ""))
  }

  @Test func `a requested file that can't be written also causes exit code 4`() throws {
    let tree = try indexed()
    for command in [
      "audit --output /dev/full", "audit --output none/x", "audit --write-baseline /dev/full",
      "eval --queries q --qrels j --run /dev/full",
    ] {
      let outcome = try tree.freshet(command.split(separator: " ").map(String.init))
      #expect(outcome.status == 4, "\(command): \(outcome)")
      #expect(outcome.errors.contains("freshet: cannot write "), "\(command): \(outcome)")
    }
  }

  @Test func `a watch whose events can't be written continues, says so once, and exits with 4`() throws {
    let tree = try indexed()
    let outcome = try Shell.run(
      """
      $freshet watch --json -q > /dev/full 2> errors & watch=$!
      until $freshet status | grep -q 'watching'; do :; done
      echo New here. > new.md
      until $freshet query new --mode lexical | grep -q new.md; do :; done
      kill -TERM $watch; wait $watch; echo $?; grep -c 'events could not be printed' errors
      """, in: tree.path)
    #expect(outcome.output == "4\n1\n", "\(outcome)")
  }
}
