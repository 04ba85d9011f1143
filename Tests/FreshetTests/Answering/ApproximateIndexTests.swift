import FreshetCorpus
import Freshet
import Testing

/// Answers from the approximate index: what they promise, what they say, and that `exact` is exact.
struct ApproximateIndexTests {
  private let world: IndexWorld

  init() async throws {
    world = try IndexWorld()
    for number in 0..<30 { try world.write(passages: 100, to: "d\(number).md", seed: UInt64(number)) }
    try await world.cache(.exact).reindex()
  }

  @Test func `it states what it reached, finds that much, and vouches for no absence`() async throws {
    let questions = IndexWorld.questions(100, seed: 1)
    let answers = try await world.approximateCache().retrieve(questions, mode: .vector)
    let truths = try await world.cache(.exact).retrieve(questions, mode: .vector)
    #expect(answers.allSatisfy { !$0.completeness.searchedExactly && !$0.completeness.absenceIsReliable })
    #expect(answers.allSatisfy { (0.95..<1).contains($0.completeness.recall) })
    #expect(
      answers.allSatisfy {
        $0.completeness.reasons.last?.description.hasPrefix("the search is estimated to find 0.9") == true
      })
    let kept = zip(answers, truths).count { Set($0.found).intersection($1.found).count >= 10 }
    #expect(kept >= 95, "all 10 in 19 of 20 answers")
    #expect(truths.allSatisfy { $0.completeness.searchedExactly && $0.completeness.recall == 1 })
  }

  @Test(arguments: SearchMode.allCases)
  func `asked to be exact, it answers as the exact index does, to the bit`(mode: SearchMode) async throws {
    let questions = IndexWorld.questions(20, seed: 2)
    let answers = try await world.approximateCache().retrieve(questions, mode: mode, recall: .exact)
    let truths = try await world.cache(.exact).retrieve(questions, mode: mode)
    #expect(answers.map(\.found) == truths.map(\.found))
    #expect(answers.allSatisfy { $0.completeness.searchedExactly && $0.completeness.recall == 1 })
    #expect(answers.map(\.completeness.reasons) == truths.map(\.completeness.reasons))
    #expect(
      try await world.approximateCache().rankDocuments(for: questions, limit: 5, mode: mode, recall: .exact).map {
        $0.map(\.document)
      }
        == world.cache(.exact).rankDocuments(for: questions, limit: 5, mode: mode).map { $0.map(\.document) })
  }

  @Test func `a search by words alone is exact, whatever the index`() async throws {
    let answer = try await world.approximateCache().retrieve("gate crew", mode: .lexical)
    #expect(answer.completeness.recall == 1 && answer.completeness.searchedExactly)
  }

  @Test(arguments: [IndexChoice.exact, .lsh])
  func `it follows changes: what comes is found, what goes is not`(choice: IndexChoice) async throws {
    let cache = try world.cache(choice)
    _ = try await cache.retrieve("gate", mode: .vector)
    try await cache.put("A zeppelin over the harbour.", as: "zeppelin")
    let found = try await cache.retrieve("zeppelin harbour", limit: 1, mode: .vector)
    #expect(found.hits.map(\.document.path) == ["zeppelin"])
    try await cache.remove("zeppelin")
    let after = try await cache.retrieve("zeppelin harbour", mode: .vector)
    #expect(after.hits.count == 10 && !after.hits.contains { $0.document.path == "zeppelin" })
  }
}
