import Foundation
import Freshet
import Testing

struct SharedDocumentsTests {
  @Test func `two agents that write one note lose no sentence`() async throws {
    for _ in 0..<20 {
      let cache = try DocumentTree().cache()
      try await SharedDocumentsSnippet.twoAgents(cache)
      let lines = Set(try #require(try await cache.get("gate")?.text).components(separatedBy: "\n"))
      #expect(lines == ["The harbour gate opens at six.", "Its key hangs in the office."])
      #expect(try await cache.get("gate")?.isConflicted == false)
    }
  }

  @Test func `the documentation's code is the code that is compiled here`() throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let article = tests.deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Sources/Freshet/Freshet.docc/SharedDocuments.md")
    let page = try lines(of: article)
    let begin = try #require(page.firstIndex(of: "```swift"))
    let end = try #require(page[begin...].firstIndex(of: "```"))
    let compiled = try lines(of: tests.appending(path: "SharedDocumentsSnippet.swift"))
    let body = compiled.filter { $0.hasPrefix("  ") }.map { String($0.dropFirst(2)) }
    #expect(page[begin + 1..<end].filter { !$0.isEmpty } == body.map { $0.replacing("static func", with: "func") })
  }

  private func lines(of file: URL) throws -> [String] {
    try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
  }
}
