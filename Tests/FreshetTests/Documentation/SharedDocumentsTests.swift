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
}
