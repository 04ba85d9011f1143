import Foundation
import Testing

struct ReadmeSnippetTests {
  @Test func `the README's Swift code is the code that is compiled here`() throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let root = tests.deletingLastPathComponent().deletingLastPathComponent()
    let readme = try lines(of: root.appending(path: "README.md"))
    let begin = try #require(readme.firstIndex(of: "```swift"))
    let end = try #require(readme[begin...].firstIndex(of: "```"))
    let shown = readme[begin + 1..<end].filter { !$0.isEmpty && !$0.hasPrefix("import ") }
    let compiled = try lines(of: tests.appending(path: "ReadmeSnippet.swift"))
    let body = compiled.filter { $0.hasPrefix("    ") }.map { String($0.dropFirst(4)) }
    #expect(Array(shown) == body)
  }

  private func lines(of file: URL) throws -> [String] {
    try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
  }
}
