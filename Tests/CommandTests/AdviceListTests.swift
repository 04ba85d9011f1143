import Foundation
import Testing

/// Nothing is advised that no test executes: each command in Freshet's own texts stands in `AdviceList`, with its test.
@Suite struct AdviceListTests {
  private static let package = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The Swift files below a folder of the package, by their paths in it.
  private static func files(below folder: String) throws -> [String: String] {
    let root = package.appending(path: folder).path
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root).filter { $0.hasSuffix(".swift") }
    let texts = try paths.map { ($0, try String(contentsOfFile: "\(root)/\($0)", encoding: .utf8)) }
    return Dictionary(uniqueKeysWithValues: texts)
  }

  /// The commands in a file's literals: those between backquotes, and literals that are commands. Comments don't count,
  /// and a line of a literal may go on in the next.
  private static func commands(in text: String) -> [String] {
    let code = text.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(separator: "\n")
    return code.replacing(/\\\n[ ]+/, with: "").matches(of: /`(freshet [^`\n]*)`|"(freshet [a-z][^"\n]*)"/)
      .compactMap { ($0.1 ?? $0.2).map(String.init) }
  }

  /// The remedies in a file's code that a command words as a command line, in a file that speaks of remedies.
  private static func remedies(in text: String) -> [String] {
    guard text.contains("Remedy") || text.contains("run: .") else { return [] }
    let code = text.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(separator: "\n")
    return code.matches(of: remedy).map { String($0.1) }
  }

  private static var remedy: Regex<(Substring, Substring)> {
    /(?:Remedy|[ (])(\.(?:(?:reindex|audit|examine|explain|showVersions|erase)\((?:all: |verifying: |thoroughly: )?[\w.]+\)|reindexFolder\(store: \w+\)|fetchModel\(into: [^)\n]+\)|(?:reindexElsewhere|acceptDeletions|reindexPath|acceptRemovals|showStatus|watch|sync|repairClock)\b(?!\()))/
  }

  /// The files that define the remedies' words.
  private static let words: Set = ["Corpus/Advice/Remedy.swift", "FreshetCommand/Reports/Remedy+Command.swift"]

  @Test func `every command in the sources' texts is listed`() throws {
    let texts = try Self.files(below: "Sources").filter { !Self.words.contains($0.key) }
    let found = texts.mapValues { Self.commands(in: $0) + Self.remedies(in: $0) }.filter { !$0.value.isEmpty }
    let listed = AdviceList.all.mapValues { $0.map(\.command) }
    #expect(Set(found.keys) == Set(listed.keys))
    for (file, commands) in found { #expect(listed[file] == commands, "\(file)") }
  }

  @Test func `every test that the list names is there`() throws {
    let tests = try Self.files(below: "Tests/CommandTests").values.joined(separator: "\n")
    for said in AdviceList.all.values.joined() {
      if case .executed(let test) = said.proof {
        #expect(tests.contains("func `\(test)`("), "\(said.command): \(test)")
      }
    }
  }
}
