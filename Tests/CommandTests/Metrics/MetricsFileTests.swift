import Foundation
internal import FreshetCommand
import Testing

@Suite struct MetricsFileTests {
  private let tree: CommandTree
  private static let text = "# HELP freshet_x X.\n# TYPE freshet_x gauge\nfreshet_x 1\n"

  init() throws {
    tree = try CommandTree()
  }

  @Test func `it is replaced whole: who has it open reads the old one to its end`() throws {
    let file = try MetricsFile(tree.at("a.prom"))
    try file.replace(with: Self.text)
    let reader = try #require(FileHandle(forReadingAtPath: file.path))
    let first = try reader.read(upToCount: 10)
    try file.replace(with: Self.text.replacingOccurrences(of: "1", with: "2"))
    let rest = try reader.readToEnd()
    #expect((first ?? Data()) + (rest ?? Data()) == Data(Self.text.utf8))
    #expect(String(decoding: try tree.read("a.prom"), as: UTF8.self).hasSuffix("freshet_x 2\n"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: tree.path) == ["a.prom"], "no draft is left")
  }

  @Test func `others may read it, no matter who collects`() throws {
    try MetricsFile(tree.at("a.prom")).replace(with: Self.text)
    let mode = try FileManager.default.attributesOfItem(atPath: tree.at("a.prom"))[.posixPermissions] as? Int
    #expect(mode.map { $0 & 0o444 } == 0o444)
  }

  @Test(arguments: ["Notes of mine.\n", "# HELP node_x X.\n", "#"])
  func `a file that holds something else is not replaced`(text: String) throws {
    try tree.write(text, to: "a.prom")
    #expect(throws: MetricsFileError.notOurs(tree.at("a.prom"))) { try MetricsFile(tree.at("a.prom")) }
  }

  @Test func `a folder, a pipe, and a link are not`() throws {
    try FileManager.default.createDirectory(atPath: tree.at("folder"), withIntermediateDirectories: false)
    try #require(mkfifo(tree.at("pipe"), 0o600) == 0)
    try tree.link("link", to: tree.at("elsewhere"))
    for name in ["folder", "pipe", "link"] {
      #expect(throws: MetricsFileError.notOurs(tree.at(name))) { try MetricsFile(tree.at(name)) }
    }
  }

  @Test func `an own or an empty one is`() throws {
    for text in [Self.text, ""] {
      try tree.write(text, to: "a.prom")
      try MetricsFile(tree.at("a.prom")).replace(with: Self.text)
      #expect(try tree.read("a.prom") == Data(Self.text.utf8))
    }
  }

  @Test func `a folder that is gone is an error, and nothing else`() throws {
    let file = try MetricsFile(tree.at("gone/a.prom"))
    #expect(throws: MetricsFileError.failed(tree.at("gone/a.prom"), ENOENT)) { try file.replace(with: Self.text) }
  }

  @Test(arguments: [text, "", "Notes of mine.\n"])
  func `a foreign file in its place stays when the watch ends`(theirs: String) throws {
    let file = try MetricsFile(tree.at("a.prom"))
    try file.replace(with: Self.text)
    try tree.remove("a.prom")
    file.remove()
    try tree.write(theirs, to: "a.prom")
    file.remove()
    #expect(try tree.read("a.prom") == Data(theirs.utf8))
  }

  @Test func `a foreign file in its place is replaced only if it holds figures`() throws {
    let file = try MetricsFile(tree.at("a.prom"))
    try file.replace(with: Self.text)
    try tree.remove("a.prom")
    try tree.write("Notes of mine.\n", to: "a.prom")
    #expect(throws: MetricsFileError.notOurs(tree.at("a.prom"))) { try file.replace(with: Self.text) }
    try tree.remove("a.prom")
    try file.replace(with: Self.text)
    #expect(try tree.read("a.prom") == Data(Self.text.utf8))
    file.remove()
    #expect(!tree.exists("a.prom"))
  }
}
