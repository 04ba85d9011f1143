import FreshetCorpus
import Freshet
import Testing

/// Questions to some of the documents.
struct ScopeTests {
  private let world: IndexWorld
  private static let scope = Set([3, 11, 17].map { DocumentID(path: "d\($0).md") })

  init() async throws {
    world = try IndexWorld()
    for number in 0..<20 { try world.write(passages: 100, to: "d\(number).md", seed: UInt64(number)) }
    try await world.cache(.exact).reindex()
  }

  @Test(arguments: [IndexChoice.exact, .lsh])
  func `by vector the answer is that of a store that has only these`(choice: IndexChoice) async throws {
    let alone = try IndexWorld()
    for id in Self.scope { try alone.tree.write(world.tree.read(id.path), to: id.path) }
    let questions = IndexWorld.questions(20, seed: 3)
    let other = try alone.cache(.exact)
    try await other.reindex()
    let truths = try await other.retrieve(questions, mode: .vector)
    let answers = try await world.cache(choice).retrieve(questions, mode: .vector, among: Self.scope)
    #expect(answers.map(\.found) == truths.map(\.found))
  }

  @Test(arguments: SearchMode.allCases)
  func `hits come from those documents only, as many as there are`(mode: SearchMode) async throws {
    let cache = try await world.approximateCache()
    for answer in try await cache.retrieve(IndexWorld.questions(20, seed: 4), mode: mode, among: Self.scope) {
      #expect(answer.hits.count == 10)
      #expect(Set(answer.hits.map(\.document)).isSubset(of: Self.scope))
    }
    let ranked = try await cache.rankDocuments(for: ["gate crew"], limit: 10, mode: mode, among: Self.scope)
    #expect(Set(ranked[0].map(\.document)) == Self.scope)
    #expect(try await cache.retrieve("gate crew", mode: mode, among: []).hits == [])
    #expect(try await cache.retrieve("gate crew", mode: mode, among: [DocumentID(path: "nowhere.md")]).hits == [])
  }

  @Test func `by words every match in those documents is found, however many better ones stand elsewhere`() async throws
  {
    try world.tree.write(
      "# one\n\ngate gate gate.\n\n# two\n\ngate, and much else besides that is not of it.\n", to: "z.md")
    let cache = try world.cache(.exact)
    try await cache.reindex()
    let answer = try await cache.retrieve("gate", mode: .lexical, among: [DocumentID(path: "z.md")])
    #expect(answer.hits.map(\.headingPath) == [["one"], ["two"]])
  }

  @Test func `a wide recall is kept among many of the documents`() async throws {
    let most = Set((0..<19).map { DocumentID(path: "d\($0).md") })
    let questions = IndexWorld.questions(60, seed: 5)
    let answers = try await world.approximateCache().retrieve(questions, mode: .vector, among: most)
    let truths = try await world.cache(.exact).retrieve(questions, mode: .vector, among: most)
    #expect(answers.allSatisfy { !$0.completeness.searchedExactly && $0.completeness.recall >= 0.95 })
    #expect(zip(answers, truths).count { $0.found == $1.found } >= 57, "all 10 in 19 of 20 answers")
  }

  @Test func `a vector that stands in answers for the document that is asked for, and not for the one that it is of`()
    async throws
  {
    let tree = try DocumentTree()
    let failing = ObservedEmbedder { texts, _ in
      if texts.contains(where: { $0.contains("nine") }) { throw EmbedderDown() }
    }
    let cache = try tree.cache(failing)
    for name in ["a.md", "b.md"] { try tree.write("# Pumps\n\nThe pumps start at four metres.\n", to: name) }
    try await cache.reindex()
    try tree.write("# Pumps\n\nThe pumps start at nine metres.\n", to: "a.md")
    _ = try? await cache.reindex()
    for (name, text, via) in [("a.md", "nine", FoundBy.standIn), ("b.md", "four", .vector)] {
      let answer = try await cache.retrieve("pumps", mode: .vector, among: [DocumentID(path: name)])
      #expect(answer.hits.map(\.document.path) == [name])
      #expect(answer.hits.map(\.via) == [via])
      #expect(answer.hits.allSatisfy { $0.text.contains(text) })
    }
  }
}
