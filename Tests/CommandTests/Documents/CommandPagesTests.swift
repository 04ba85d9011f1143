import Foundation
import Testing

/// docs/commands has a page for each command, and the command says the same about its options.
@Suite struct CommandPagesTests {
  /// What every command has, and the index of the pages explains.
  private static let ofAllCommands: Set = ["version", "help"]

  @Test func `each command has a page, and each page a command`() throws {
    let names = try Self.commands().map { $0["commandName"].text }
    let pages = Repository.files(below: "docs/commands", suffix: ".md")
    #expect(Set(pages) == Set(names.map { "docs/commands/\($0).md" } + ["docs/commands/README.md"]))
    let index = try Repository.text(of: "docs/commands/README.md")
    for name in names { #expect(index.contains("](\(name).md)"), "\(name)") }
  }

  @Test func `each page names every option of its command`() throws {
    for command in try Self.commands() {
      let page = try Repository.text(of: "docs/commands/\(command["commandName"].text).md")
      for option in Self.options(of: command) {
        #expect(page.contains(option), "\(command["commandName"].text) \(option)")
      }
    }
  }

  @Test func `the manual page holds every command, and its formatter finds no fault`() throws {
    let tree = try CommandTree([:])
    let script = Repository.root.appending(path: ".ci/man-page").path
    let page = try Shell.run("'\(script)' \"$freshet\" freshet.1 && cat freshet.1", in: tree.path)
    #expect(page.status == 0, "\(page.errors)")
    for name in try Self.commands().map({ $0["commandName"].text }) {
      #expect(page.output.contains("\n.SS \"freshet \(name)"), "\(name)")
    }
    let faults = try Shell.run(
      "! command -v groff >/dev/null || groff -man -ww -z -Tutf8 freshet.1 2>&1", in: tree.path)
    #expect(faults.output.isEmpty && faults.status == 0, "\(faults.output)")
  }

  /// The subcommands of `freshet`, as its argument parser describes them.
  private static func commands() throws -> [JSON] {
    let tree = try CommandTree()
    let outcome = try tree.freshet("--experimental-dump-help")
    return try JSON(parsing: outcome.output)["command"]["subcommands"].elements.filter {
      $0["commandName"].text != "help"
    }
  }

  /// The long options of a command and of its subcommands, as a user writes them.
  private static func options(of command: JSON) -> Set<String> {
    let own = command["arguments"].elements.filter { $0["shouldDisplay"] != .bool(false) }
      .flatMap { $0["names"].elements }.filter { $0["kind"].text == "long" }.map { $0["name"].text }
    let inner = command["subcommands"].elements.filter { $0["commandName"].text != "help" }.flatMap(options)
    return Set(own.filter { !ofAllCommands.contains($0) }.map { "--\($0)" }).union(inner)
  }
}
