import ArgumentParser
import Foundation
import Testing

@testable import FreshetCommand

/// The modules below the command say what helps as values (`Remedy`): only a face knows its command lines.
@Suite struct LowerLayersTests {
  private static let folders = [
    "LinearAlgebra", "Corpus", "Files", "Watching", "Chunking", "Embedding", "Indexing", "Storage", "Coherence",
    "Freshet",
  ]

  private static let sources = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Sources")

  /// `freshet` with one of its commands, `make` with a target, or an option of the command.
  private static func commandLine() throws -> Regex<AnyRegexOutput> {
    let commands = FreshetTool.configuration.subcommands.compactMap { $0.configuration.commandName }
    let options = ["store", "accept-deletions", "all", "verify", "timeout", "into", "embedder", "thorough", "compact"]
    return try Regex(
      #"freshet (\#(commands.joined(separator: "|")))\b|(`|run )make [a-z]|--(\#(options.joined(separator: "|")))\b"#)
  }

  private static func files(in folder: String) throws -> [URL] {
    let root = sources.appending(path: folder)
    let names = try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { $0.hasSuffix(".swift") }
    return names.sorted().map { root.appending(path: $0) }
  }

  /// The lines outside comments.
  private static func code(of file: URL) throws -> [Substring] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .filter { !$0.drop { $0 == " " }.hasPrefix("//") }
  }

  @Test func `no text below the command holds a command line`() throws {
    let commandLine = try Self.commandLine()
    for folder in Self.folders {
      let files = try Self.files(in: folder)
      #expect(!files.isEmpty, "\(folder)")
      for file in files {
        for line in try Self.code(of: file) where line.contains(commandLine) {
          Issue.record("\(folder)/\(file.lastPathComponent): \(line)")
        }
      }
    }
  }

  @Test(arguments: [
    "run `freshet reindex --all`", "\"freshet why \\(id)\"", "run `make model`", "name one with --store",
  ])
  func `the search finds each kind of command line`(text: String) throws {
    #expect(text.contains(try Self.commandLine()))
  }

  @Test(arguments: ["upgrade freshet", "this freshet reads", "freshet.toml", "make room"])
  func `what is no command line is left alone`(text: String) throws {
    #expect(!text.contains(try Self.commandLine()))
  }
}
