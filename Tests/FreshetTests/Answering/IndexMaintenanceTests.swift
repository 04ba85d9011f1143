import FreshetCorpus
import Freshet
import FreshetTestSupport
import Testing

/// Which index a cache has, and that readers go on while it is tended or made anew.
struct IndexMaintenanceTests {
  private func kind(_ cache: RetrievalCache) async throws -> IndexKind {
    _ = try await cache.retrieve("text", mode: .vector)
    await cache.indexTended()
    return try await cache.status().index.kind
  }

  @Test func `auto changes the index when the passages are twice beyond the crossover, and not before`() async throws {
    let world = try IndexWorld()
    let cache = try world.cache(.auto, crossover: 8)
    var kinds: [IndexKind] = []
    for count in 1...16 {
      try await cache.put("Text number \(count).", as: "note \(count)")
      kinds.append(try await kind(cache))
    }
    #expect(kinds == Array(repeating: .exact, count: 15) + [.lsh])
    #expect(try await kind(world.cache(.auto, crossover: 8)) == .lsh)
    for count in (5...16).reversed() {
      #expect(try await kind(cache) == .lsh, "\(count) passages")
      try await cache.remove("note \(count)")
    }
    #expect(try await kind(cache) == .exact)
    #expect(try await kind(world.cache(.auto, crossover: 4)) == .lsh)
    #expect(try await kind(world.cache(.auto, crossover: 5)) == .exact)
  }

  @Test(arguments: [(IndexChoice.exact, IndexKind.exact), (.lsh, .lsh)])
  func `an index that was asked for stays, however many passages there are`(
    choice: IndexChoice, expected: IndexKind
  ) async throws {
    let cache = try IndexWorld().cache(choice, crossover: 2)
    for count in 1...5 {
      try await cache.put("Text number \(count).", as: "note \(count)")
      #expect(try await kind(cache) == expected)
    }
  }

  @Test func `the status tells which index would answer, and more of one that has answered`() async throws {
    let world = try IndexWorld()
    let cache = try world.cache(.auto, crossover: 3)
    for count in 1...4 { try await cache.put("Text number \(count).", as: "note \(count)") }
    let before = try await cache.status().index
    #expect(before.choice == .auto && before.kind == .lsh && before.crossover == 3)
    #expect(before.vectors == nil && before.bytesPerVector == nil && before.calibration == nil)
    _ = try await cache.retrieve("text")
    let after = try await cache.status().index
    #expect(after.vectors == 4)
    #expect((after.bytesPerVector ?? 0) > 0)
    #expect(after.calibration == nil, "nothing is sampled of so few")
  }

  @Test func `the first question is answered exactly, and the approximate index is made afterwards`() async throws {
    let world = try IndexWorld()
    let cache = try world.cache(.lsh)
    for count in 1...40 { try await cache.put("Text number \(count).", as: "note \(count)") }
    let first = try await cache.retrieve("text", mode: .vector, recall: .atLeast(0.5))
    #expect(first.completeness.searchedExactly && first.completeness.recall == 1)
    await cache.indexTended()
    #expect(try await cache.status().index.kind == .lsh)
    let later = try await cache.retrieve("text", mode: .vector, recall: .exact)
    #expect(later.found == first.found)
  }

  @Test func `a search by words makes no index, and states the same of vectors`() async throws {
    let world = try IndexWorld()
    let cache = try world.cache(.exact)
    for count in 1...4 { try await cache.put("Text number \(count).", as: "note \(count)") }
    let answer = try await cache.retrieve("text", mode: .lexical, among: [DocumentID(source: "pushed", path: "note 2")])
    #expect(answer.hits.map(\.document.path) == ["note 2"])
    #expect(try await cache.status().index.vectors == nil)
    let other = try await cache.retrieve("text", mode: .hybrid)
    #expect(try await cache.status().index.vectors == 4)
    #expect(answer.completeness.awaitingVectors == other.completeness.awaitingVectors)
  }

  @Test func `readers find what was written while the index is made anew under them`() async throws {
    let world = try IndexWorld()
    let cache = try world.cache(.auto, crossover: 20)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          for count in 0..<30 {
            let name = "note \(writer)-\(count)"
            try await cache.put("Writer\(writer)x\(count) has written this.", as: name)
            let answer = try await cache.retrieve("writer\(writer)x\(count) has written this", limit: 1, mode: .vector)
            #expect(answer.hits.map(\.document.path) == [name])
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try await kind(cache) == .lsh)
    let answers = try await cache.retrieve(IndexWorld.questions(9, seed: 9), mode: .vector, recall: .exact)
    let truths = try await world.cache(.exact).retrieve(IndexWorld.questions(9, seed: 9), mode: .vector)
    #expect(answers.map(\.found) == truths.map(\.found))
  }

  /// Only from 16,384 vectors on is there so much to be tended: cells are made, and recall is sampled.
  @Test func `what readers find while cells are made is right, and the estimate of recall is learned`() async throws {
    let world = try IndexWorld()
    for number in 0..<16 { try world.write(passages: 1_000, to: "d\(number).md", seed: UInt64(number)) }
    let cache = try world.cache(.lsh)
    try await cache.reindex()
    _ = try await cache.retrieve("gate crew", mode: .vector)
    await cache.indexTended()
    #expect(try await cache.status().index.calibration == nil)
    try world.write(passages: 500, to: "more.md", seed: 99)
    try await cache.reindex()

    // On a busy machine maintenance may end during the first question.
    var notes: [String] = []
    repeat {
      notes.append("note\(notes.count)x was written meanwhile")
      try await cache.put(notes[notes.count - 1], as: "note \(notes.count - 1)")
      let answer = try await cache.retrieve("gate crew \(notes.count)", mode: .vector)
      #expect(answer.hits.count == 10 && answer.completeness.recall >= 0.95)
      await Task.yield()
    } while await cache.isTendingIndex && notes.count < 20
    await cache.indexTended()
    let found = try await cache.retrieve(notes, limit: 1, mode: .vector, recall: .exact)
    #expect(found.map { $0.hits.map(\.document.path) } == notes.indices.map { ["note \($0)"] })
    let learned = try #require(try await cache.status().index.calibration)
    #expect(learned.answers >= 128 && learned.shareBelowTarget <= 0.1)
    #expect(abs(learned.meanStated - learned.meanTrue) < 0.05)
  }

  @Test func `a running watch tends the index, and one that ends lets the cache do it`() async throws {
    let world = try IndexWorld()
    let cache = try world.cache(.auto, crossover: 4)
    try await cache.put("Text.", as: "note")
    _ = try await cache.retrieve("text", mode: .vector)
    let watching = Task { try await cache.watch() }
    for count in 1...9 { try await cache.put("Text number \(count).", as: "note \(count)") }
    try await eventually("an approximate index") {
      _ = try await cache.retrieve("text", mode: .vector)
      return try await cache.status().index.kind != .exact
    }
    watching.cancel()
    _ = await watching.result
    for count in 1...9 { try await cache.remove("note \(count)") }
    #expect(try await kind(cache) == .exact)
  }
}
