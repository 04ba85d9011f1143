import Foundation
import Testing

/// What goes to standard output, to standard error, and to a terminal.
@Suite struct TerminalTests {
  private static let escape = "\u{1B}"

  private func indexed() throws -> CommandTree {
    let tree = try CommandTree(["a.md": "# Alpha\n\nAlpha stands here.\n"])
    try tree.reindex()
    try tree.write("# Alpha\n\nAlpha stood here.\n", to: "a.md")
    return tree
  }

  @Test(arguments: [["query", "alpha"], ["audit"], ["status"], ["dump"], ["reindex", "--all"]])
  func `nothing but plain text is written to a file`(arguments: [String]) throws {
    let outcome = try indexed().freshet(arguments)
    #expect(!outcome.output.isEmpty)
    #expect(!outcome.output.contains(Self.escape) && !outcome.output.contains("\r"))
    #expect(outcome.errors.isEmpty)
  }

  @Test(arguments: [["query", "alpha"], ["audit"], ["reindex", "--all"]])
  func `a terminal gets colour, unless NO_COLOR or a dumb terminal asks for none`(arguments: [String]) throws {
    func output(_ environment: [String: String]) throws -> String {
      try indexed().freshet(arguments, environment: environment, output: .terminal).output
    }
    #expect(try output([:]).contains(Self.escape + "[1m"))
    #expect(try output(["NO_COLOR": ""]).contains(Self.escape + "[1m"))
    #expect(try !output(["NO_COLOR": "1"]).contains(Self.escape))
    #expect(try !output(["TERM": "dumb"]).contains(Self.escape))
  }

  @Test func `progress on a terminal is a line that is rewritten, and goes away`() throws {
    let tree = try indexed()
    let outcome = try tree.freshet(["reindex", "--json"], errors: .terminal)
    let line = "\r\(Self.escape)[K[########################] 1/1 documents, 1 passage embedded, "
    #expect(outcome.errors.contains(line))
    #expect(outcome.errors.hasSuffix("\r\(Self.escape)[K"))
    #expect(try JSON(parsing: outcome.output)["documents"]["changed"] == 1)
  }

  @Test func `--quiet leaves a terminal alone`() throws {
    let outcome = try indexed().freshet(["reindex", "--quiet"], errors: .terminal)
    #expect(outcome.errors.isEmpty)
    #expect(outcome.status == 0)
  }

  @Test(arguments: [["query", "alpha"], ["audit"], ["status"], ["reindex"], ["reindex", "--dry-run"]])
  func `--json prints one line and nothing else`(arguments: [String]) throws {
    let outcome = try indexed().freshet(arguments + ["--json"])
    #expect(outcome.output.split(separator: "\n", omittingEmptySubsequences: false).count == 2)
    #expect(try !JSON(parsing: outcome.output).keys.isEmpty)
    #expect(outcome.errors.isEmpty)
  }

  @Test(arguments: [
    "reindex", "watch", "query", "verify", "audit", "status", "why", "gc", "erase", "dump", "embed", "eval",
    "source move", "model fetch", "log", "sync", "slo", "doctor", "monitor",
  ])
  func `every command has help, --json and an exit of 0 for it`(command: String) throws {
    let outcome = try FreshetProcess(command.split(separator: " ").map(String.init) + ["--help"], in: "/").finish()
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("USAGE: freshet \(command)"))
    #expect(outcome.output.contains("--json"))
    #expect(outcome.errors.isEmpty)
  }

  @Test func `the help lists the exit codes, the version is a number`() throws {
    let help = try FreshetProcess(["--help"], in: "/").finish()
    #expect(help.status == 0)
    #expect(help.output.contains("Exit codes: 0 ok, 1 violations, problems or traces found, 2 usage, 3 incomplete"))
    let version = try FreshetProcess(["--version"], in: "/").finish()
    #expect(version.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    #expect(version.status == 0)
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `completions can be made for each shell`(shell: String) throws {
    let outcome = try FreshetProcess(["--generate-completion-script", shell], in: "/").finish()
    #expect(outcome.status == 0)
    for command in ["reindex", "query", "audit"] { #expect(outcome.output.contains(command)) }
  }
}
