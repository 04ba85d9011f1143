import Foundation
import Testing

/// Every line of Swift that README and the library's articles show stands in a file that is compiled here.
@Suite struct SnippetTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  private static let root = folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let catalogue = root.appending(path: "Sources/Freshet/Freshet.docc")

  /// README and the articles that show Swift.
  private static let pages: [String] = {
    let articles = (try? FileManager.default.contentsOfDirectory(atPath: catalogue.path)) ?? []
    return ["README.md"] + articles.filter { $0.hasSuffix(".md") && $0 != "Freshet.md" }.sorted()
  }()

  @Test func `there is an article for each question that the landing page lists`() throws {
    let landing = try String(contentsOf: Self.catalogue.appending(path: "Freshet.md"), encoding: .utf8)
    let listed = landing.matches(of: /- <doc:(\w+)>/).map { "\($0.1).md" }
    #expect(listed.sorted() == Array(Self.pages.dropFirst()))
  }

  @Test(arguments: pages) func `a page's Swift code is the code that is compiled here`(_ page: String) throws {
    let text = try Self.lines(of: (page == "README.md" ? Self.root : Self.catalogue).appending(path: page))
    let blocks = Self.swiftBlocks(of: text)
    try #require(!blocks.isEmpty)
    let name = page == "README.md" ? "Readme" : String(page.dropLast(3))
    let compiled = try Self.lines(of: Self.folder.appending(path: "\(name)Snippet.swift")).filter { !$0.isEmpty }
      .map { $0.replacing("static func", with: "func") }
    for block in blocks {
      let isCompiled = compiled.indices.contains { Self.unindented(compiled[$0...].prefix(block.count)) == block }
      #expect(isCompiled, "\(block.joined(separator: "\n"))")
    }
  }

  /// The code blocks of a page, without imports and blank lines.
  private static func swiftBlocks(of lines: [String]) -> [[String]] {
    var blocks: [[String]] = []
    var block: [String]?
    for line in lines {
      if line == "```swift" {
        block = []
      } else if line == "```" {
        if let block { blocks.append(block) }
        block = nil
      } else if !line.isEmpty, !line.hasPrefix("import ") {
        block?.append(line)
      }
    }
    return blocks
  }

  /// The lines without the indentation of the first.
  private static func unindented(_ lines: ArraySlice<String>) -> [String] {
    let indentation = lines.first.map { $0.prefix { $0 == " " } } ?? ""
    return lines.map { $0.hasPrefix(indentation) ? String($0.dropFirst(indentation.count)) : $0 }
  }

  private static func lines(of file: URL) throws -> [String] {
    try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
  }
}
