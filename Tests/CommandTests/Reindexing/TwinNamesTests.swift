import Foundation
import Freshet
import FreshetWire
import Glibc
import Testing

/// Names that are the same text in two Unicode forms: on Linux two files, and so two documents.
@Suite struct TwinNamesTests {
  private static let composed = "caf\u{E9}.md"
  private static let decomposed = "cafe\u{301}.md"

  /// The served documents, by the bytes of their names: `String` treats twins as equal.
  private func served(in tree: CommandTree) throws -> Set<[UInt8]> {
    Set(try tree.dump().map { Array("\($0["document"].text): \($0["text"].text)".utf8) })
  }

  private func bytes(_ lines: [String]) -> Set<[UInt8]> { Set(lines.map { Array($0.utf8) }) }

  /// Writes with the system call, which doesn't change names.
  private func write(_ text: String, to name: String, in tree: CommandTree) throws {
    let file = try #require(fopen(tree.at(name), "w"), "\(name): errno \(errno)")
    defer { fclose(file) }
    try #require(fputs(text, file) >= 0)
  }

  private func rename(_ name: String, to other: String, in tree: CommandTree) throws {
    try #require(Glibc.rename(tree.at(name), tree.at(other)) == 0, "\(name): errno \(errno)")
  }

  static let pairs: [[String]] = [
    [composed, decomposed], ["\u{C5}.md", "\u{212B}.md", "A\u{30A}.md"], ["\u{AC00}.md", "\u{1100}\u{1161}.md"],
    ["\u{8C48}.md", "\u{F900}.md"], ["Case.md", "case.md"], ["a.md", "\u{301}.md", "b\u{301}.md"],
  ]

  @Test(arguments: pairs) func `twins are indexed, found, audited and removed separately`(names: [String]) throws {
    let tree = try CommandTree()
    for (number, name) in names.enumerated() { try write("Text \(number) stands here.\n", to: name, in: tree) }
    let first = try tree.reindex()
    #expect(first["documents"]["changed"].number == Double(names.count))
    #expect(first["documents"]["skipped"] == [:])
    #expect(try served(in: tree) == bytes(names.enumerated().map { "\($1): Text \($0) stands here." }))
    #expect(try tree.freshet("audit", "--verify").status == 0)
    for (number, name) in names.enumerated() {
      let log = try tree.freshet("log", name)
      #expect(log.status == 0, "\(log)")
      let why = try tree.freshet("query", "Text", "--in", name, "--json")
      #expect(why.output.contains("Text \(number) stands here."), "\(name): \(why)")
      #expect(try JSON(parsing: why.output)["hits"].elements.count == 1)
    }
    try #require(unlink(tree.at(names[0])) == 0)
    try tree.reindex(names[0])
    #expect(try served(in: tree) == bytes(names.enumerated().dropFirst().map { "\($1): Text \($0) stands here." }))
    #expect(try tree.freshet("audit", "--verify").status == 0)
  }

  @Test func `twin folders are separate too`() throws {
    let tree = try CommandTree()
    for folder in ["\u{E9}", "e\u{301}"] {
      try #require(mkdir(tree.at(folder), 0o755) == 0)
      try write("In \(folder.utf8.count) bytes.\n", to: folder + "/a.md", in: tree)
      try write("x\n", to: folder + "/drop.md", in: tree)
      try write("*.txt\n", to: folder + "/.gitignore", in: tree)
    }
    try write("\u{E9}/drop.md\n", to: ".gitignore", in: tree)
    try tree.reindex()
    #expect(
      try served(in: tree).filter { !$0.contains(UInt8(ascii: "*")) && !$0.starts(with: Array(".git".utf8)) }
        == bytes(["\u{E9}/a.md: In 2 bytes.", "e\u{301}/a.md: In 3 bytes.", "e\u{301}/drop.md: x"]))
    try tree.reindex("e\u{301}")
    #expect(try tree.freshet("audit").status == 0)
  }

  @Test func `a watch follows twins that are edited, deleted, renamed and swapped`() throws {
    let tree = try CommandTree()
    try write("First.\n", to: Self.composed, in: tree)
    try write("Second.\n", to: Self.decomposed, in: tree)
    let watch = try WatchProcess(in: tree.path)
    try watch.awaitHealth("watching")
    func expectServed(_ lines: [String]) throws {
      let query = try tree.freshet("query", "--mode", "lexical", "--consistency", "barrier", "First")
      #expect(query.status == 0, "\(query)")
      #expect(try served(in: tree) == bytes(lines))
    }
    let (one, two) = (Self.composed, Self.decomposed)
    try expectServed(["\(one): First.", "\(two): Second."])
    try write("Third.\n", to: two, in: tree)
    try expectServed(["\(one): First.", "\(two): Third."])
    try rename(one, to: "aside", in: tree)
    try rename(two, to: one, in: tree)
    try rename("aside", to: two, in: tree)
    try expectServed(["\(one): Third.", "\(two): First."])
    try #require(unlink(tree.at(one)) == 0)
    try expectServed(["\(two): First."])
    try rename(two, to: one, in: tree)
    try expectServed(["\(one): First."])
    try #require(mkdir(tree.at(two), 0o755) == 0)
    try write("Below.\n", to: two + "/x.md", in: tree)
    try expectServed(["\(one): First.", "\(two)/x.md: Below."])
    _ = try watch.end()
    #expect(try tree.freshet("audit").status == 0)
  }

  @Test func `an object keyed by document names has a member for each twin`() throws {
    let failures = NamedTexts([
      DocumentID(path: Self.composed): "one \"quoted\"", DocumentID(path: Self.decomposed): "two",
    ])
    let line = try WireEncoder.line(["failures": failures])
    let expected =
      #"{"failures":{"\#(Self.decomposed)":"two","\#(Self.composed)":"one \"quoted\""}}"#
    #expect(Array(line.utf8) == Array(expected.utf8))
  }

  @Test func `a suggestion says that a name has another Unicode form`() throws {
    let tree = try CommandTree()
    try write("First.\n", to: Self.composed, in: tree)
    try tree.reindex()
    let log = try tree.freshet("log", Self.decomposed)
    #expect(log.status != 0)
    #expect(log.errors.contains("did you mean \(Self.composed), which is written in another Unicode form?"))
  }
}
