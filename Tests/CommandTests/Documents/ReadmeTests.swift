import Foundation
import Testing

/// Every command that README shows, run as it stands there.
@Suite struct ReadmeTests {
  /// The lines of README's shell blocks, without their comments.
  private static func commands() throws -> [String] {
    let readme = try Repository.text(of: "README.md")
    var commands: [String] = []
    var isShell = false
    for line in readme.components(separatedBy: "\n") {
      if line.hasPrefix("```") {
        isShell = line == "```sh"
      } else if isShell, let command = line.components(separatedBy: " #").first, !command.isEmpty {
        commands.append(command.trimmingCharacters(in: .whitespaces))
      }
    }
    return commands
  }

  @Test func `its commands work, in their order, in a folder of documents`() throws {
    let tree = try CommandTree(["on-call.md": "# On call\n\nAt night the duty engineer rings the network lead.\n"])
    let commands = try Self.commands().filter { $0.hasPrefix("freshet ") }
    try #require(commands.count >= 3)
    for command in commands {
      let words = command.split(separator: "\"", omittingEmptySubsequences: false).enumerated().flatMap { index, part in
        index % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
      }
      let outcome = try FreshetProcess(Array(words.dropFirst()), in: tree.path).finish()
      #expect(outcome.status == 0, "\(command): \(outcome.errors)")
    }
  }

  @Test func `its make targets exist, and the demo runs to its end`() throws {
    let makefile = try Repository.text(of: "Makefile")
    let targets = try Self.commands().filter { $0.hasPrefix("make ") }.map { String($0.dropFirst(5)) }
    #expect(targets == ["demo"])
    for target in targets + ["test", "build", "soak", "documentation", "man", "check"] {
      #expect(makefile.contains("\n\(target):"), "\(target)")
    }
    let demo = Process()
    demo.executableURL = Repository.root.appending(path: ".ci/demo")
    demo.arguments = [FreshetProcess.binary]
    demo.standardOutput = FileHandle.nullDevice
    try demo.run()
    demo.waitUntilExit()
    #expect(demo.terminationStatus == 0)
  }
}
