import FreshetCorpus
import Dispatch
import Freshet
import Synchronization
import Testing

/// Under write-behind a reindexing stores texts and embeds passages at the same time.
@Suite(.timeLimit(.minutes(2))) struct SideBySideTests {
  /// More documents than one commit holds.
  private static let count = 700

  private func tree() throws -> DocumentTree {
    let tree = try DocumentTree()
    for number in 0..<Self.count { try tree.write("Text number \(number) stands here.\n", to: "d\(number).md") }
    return tree
  }

  @Test func `the first passages are embedded before the last texts are stored`() async throws {
    let hasEmbedded = DispatchSemaphore(value: 0)
    let embedder = ObservedEmbedder { _, call in if call == 1 { hasEmbedded.signal() } }
    let cache = try tree().cache(embedder)
    let wasSideBySide = Mutex<Bool?>(nil)
    try await cache.reindex { progress in
      guard progress.documentsDone < progress.documentsToDo else { return }
      wasSideBySide.withLock { known in
        if known == nil { known = hasEmbedded.wait(timeout: .now() + 60) == .success }
      }
    }
    #expect(wasSideBySide.withLock { $0 } == true)
    #expect(Set(embedder.embedded).count == Self.count)
    #expect(embedder.embedded.count == Self.count, "no passage is embedded twice")
  }

  @Test func `a quick embedder gets more and more passages at once`() async throws {
    let tree = try DocumentTree()
    for number in 0..<100 {
      let parts = (0..<30).map { "# Part \($0) of \(number)\n\nText \($0) of number \(number) stands here.\n" }
      try tree.write(parts.joined(separator: "\n"), to: "d\(number).md")
    }
    let largest = Mutex(0)
    let embedder = ObservedEmbedder { texts, _ in largest.withLock { $0 = max($0, texts.count) } }
    try await tree.cache(embedder).reindex()
    #expect(embedder.embedded.count == 3_000)
    #expect(largest.withLock { $0 } >= 256)
  }

  @Test func `an embedder that fails doesn't keep the texts from being stored`() async throws {
    let cache = try tree().cache(ObservedEmbedder { _, _ in throw EmbedderDown() })
    await #expect(throws: FreshetError.self) { try await cache.reindex() }
    #expect(try await cache.status().documents == Self.count)
    #expect(try await cache.retrieve("number 699", limit: 1, mode: .lexical).hits.map(\.document.path) == ["d699.md"])
  }

  @Test func `progress ends with every document stored, every passage embedded, and none waiting`() async throws {
    let reports = Mutex<[ReindexProgress]>([])
    try await tree().cache().reindex { report in reports.withLock { $0.append(report) } }
    let all = reports.withLock { $0 }
    let last = try #require(all.last)
    #expect([last.documentsDone, last.documentsToDo, last.passagesEmbedded] == [Self.count, Self.count, Self.count])
    #expect(last.passagesAwaiting == 0)
    for (one, next) in zip(all, all.dropFirst()) {
      #expect(one.documentsDone <= next.documentsDone && one.passagesEmbedded <= next.passagesEmbedded)
      #expect(one.tokensEmbedded <= next.tokensEmbedded)
    }
  }
}
