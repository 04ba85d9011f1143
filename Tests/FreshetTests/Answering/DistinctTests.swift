import FreshetCorpus
import Freshet
import Testing

/// Equal texts as one hit, and hits below a score.
struct DistinctTests {
  private let tree: DocumentTree
  private let cache: RetrievalCache

  init() throws {
    tree = try DocumentTree()
    cache = try tree.cache()
  }

  private static let notice = "# Notice\n\nKeep the gate shut at night.\n"

  @Test func `equal texts are one hit, with the evidence for every place`() async throws {
    for name in ["a.md", "b.md", "c.md"] { try tree.write(Self.notice, to: name) }
    try tree.write("# Gate\n\nThe gate is green.\n", to: "d.md")
    try await cache.reindex()
    let all = try await cache.retrieve("keep the gate shut").hits
    #expect(all.map(\.document.path) == ["a.md", "b.md", "c.md", "d.md"])
    #expect(all.allSatisfy { $0.placeCount == 1 && $0.otherPlaces.isEmpty })
    let hits = try await cache.retrieve("keep the gate shut", limit: 2, distinct: true).hits
    #expect(hits.map(\.document.path) == ["a.md", "d.md"], "the limit counts distinct texts")
    #expect(hits.map(\.placeCount) == [3, 1])
    #expect(hits[0].otherPlaces.map(\.document.path) == ["b.md", "c.md"])
    #expect(hits[0].otherPlaces.map(\.address) == [hits[0].certificate.address, hits[0].certificate.address])
  }

  @Test func `the freshest place stands for a text`() async throws {
    for name in ["a.md", "b.md", "c.md"] { try tree.write(Self.notice, to: name) }
    try await cache.reindex()
    try tree.write("# Other\n", to: "a.md")
    try tree.remove("b.md")
    let hit = try #require(await cache.retrieve("keep the gate shut", mode: .lexical, distinct: true).hits.first)
    #expect(hit.document.path == "c.md" && hit.certificate.freshness == .fresh)
    #expect(hit.otherPlaces.map(\.document.path) == ["a.md", "b.md"])
    #expect(hit.otherPlaces.map(\.freshness.name) == ["stale", "orphaned"])
  }

  @Test func `of many places, an answer has evidence for some, and counts all`() async throws {
    for number in 100..<140 { try tree.write(Self.notice, to: "\(number).md") }
    try await cache.reindex()
    let hit = try #require(await cache.retrieve("keep the gate shut", mode: .lexical, distinct: true).hits.first)
    #expect(hit.placeCount == 40)
    #expect(hit.otherPlaces.count == Hit.placesShown - 1)
  }

  @Test func `only the searched documents count as places`() async throws {
    for name in ["a.md", "b.md", "c.md"] { try tree.write(Self.notice, to: name) }
    try await cache.reindex()
    let scope = Set(["b.md", "c.md"].map { DocumentID(path: $0) })
    let hits = try await cache.retrieve("keep the gate shut", among: scope, distinct: true).hits
    #expect(hits.map(\.document.path) == ["b.md"] && hits.map(\.placeCount) == [2])
  }

  @Test(arguments: SearchMode.allCases)
  func `hits below the least score are left out, and the others stay as they are`(mode: SearchMode) async throws {
    for number in 0..<9 {
      try tree.write("# Part \(number)\n\nText of lamp\(number) at the gate.\n", to: "\(number).md")
    }
    try await cache.reindex()
    let all = try await cache.retrieve("lamp4 gate", limit: 9, mode: mode).found
    let least = try #require(all.map(\.score).sorted(by: >).dropFirst(2).first)
    let found = try await cache.retrieve("lamp4 gate", limit: 9, mode: mode, minimumScore: least).found
    #expect(found == all.filter { $0.score >= least } && !found.isEmpty)
    #expect(try await cache.retrieve("lamp4 gate", mode: mode, minimumScore: 1.5).hits.isEmpty)
    #expect(try await cache.retrieve("lamp4 gate", limit: 9, mode: mode, minimumScore: .nan).found == all)
  }
}
