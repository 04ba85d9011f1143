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

  @Test func `every command in the sources' texts is listed`() throws {
    let found = try Self.files(below: "Sources").mapValues(Self.commands).filter { !$0.value.isEmpty }
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
