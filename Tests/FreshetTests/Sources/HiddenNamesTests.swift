import FreshetCorpus
import Foundation
import Freshet
import GRDB
import Testing

/// A store that already has hidden documents, and how such documents come and go.
@Suite struct HiddenNamesTests {
  private let tree: DocumentTree
  private static let hidden = [".env", ".notes/b.md", "docs/.draft.md"]
  private static let all = [".env", ".notes/b.md", "a.md", "docs/.draft.md"]

  init() throws {
    tree = try DocumentTree()
    for path in Self.all { try tree.write("# \(path)\n\nThe keeper wrote \(path).\n", to: path) }
  }

  private func cache(hidden: Bool = false, include: [String] = [], acceptsDeletions: Bool = false) throws
    -> RetrievalCache
  {
    try RetrievalCache.open(
      at: .beside(tree.root), embedder: HashedNGramEmbedder(),
      sources: [
        SourceConfiguration(
          root: tree.root, include: include, includesHiddenNames: hidden, acceptsDeletions: acceptsDeletions)
      ], options: CacheOptions(clock: tree.later))
  }

  /// The store as a version made it that didn't know hidden names.
  private func indexAll() async throws {
    try await cache(include: ["**", ".*", ".env"]).reindex()
    #expect(try await served() == Self.all)
  }

  private func served() async throws -> [String] { try await cache().served().map(\.document.path) }

  private func states(_ cache: RetrievalCache) async throws -> [String: AuditState] {
    Dictionary(uniqueKeysWithValues: try await cache.audit().verdicts.map { ($0.document.path, $0.state) })
  }

  @Test func `a new hidden document isn't indexed, and nothing is reported of it`() async throws {
    let summary = try await cache().reindex()
    #expect(summary.changed == 1 && summary.held.isEmpty && summary.failures.isEmpty)
    #expect(summary.skipped == [.ignored: 3])
    #expect(try await served() == ["a.md"])
    #expect(try await cache().audit().findings.isEmpty)
  }

  @Test func `in an older store they stay served until the loss is accepted, however few they are`() async throws {
    try await indexAll()
    for _ in 0..<2 {
      let summary = try await cache().reindex()
      #expect(summary.removed == 0)
      #expect(Set(summary.failures.keys.map(\.path)) == Set(Self.hidden))
      let held = try #require(summary.held["files"])
      #expect(held.description.contains("3 documents would leave the index: .env, .notes/b.md, docs/.draft.md;"))
      #expect(held.remedies == [.acceptDeletions, .reindexPath])
      #expect(try await served() == Self.all)
      #expect(try await cache().status().held["files"] == held)
    }
    let accepted = try await cache().reindex(acceptingDeletions: true)
    #expect(accepted.removed == 3 && accepted.held.isEmpty && accepted.failures.isEmpty)
    #expect(try await served() == ["a.md"])
    #expect(try await cache().status().held.isEmpty)
    #expect(try await cache().reindex().held.isEmpty)
  }

  @Test func `twenty names are shown, and then a count`() async throws {
    for number in 0..<25 { try tree.write("Text \(number).\n", to: ".many/\(number + 10).md") }
    try await cache(hidden: true).reindex()
    let held = try #require(try await cache().plan().held["files"]?.description)
    #expect(held.contains(".many/10.md, ") && held.contains(".many/29.md and 7 more;"))
    #expect(!held.contains(".many/30.md"))
  }

  @Test(arguments: [false, true])
  func `an audit reports them as configuration drift, before and after the first reindexing`(isHeld: Bool) async throws
  {
    try await indexAll()
    if isHeld { try await cache().reindex() }
    let report = try await cache().audit()
    #expect(report.findings.map(\.rule) == [.configurationDrift, .configurationDrift, .configurationDrift])
    #expect(report.findings.map(\.next) == Array(repeating: .acceptDeletions, count: 3))
    #expect(
      try await states(cache()) == [
        ".env": .drifted, ".notes/b.md": .drifted, "a.md": .fresh, "docs/.draft.md": .drifted,
      ])
    try await cache().reindex(acceptingDeletions: true)
    #expect(try await cache().audit().findings.isEmpty)
  }

  @Test func `taken in, let go and taken in again, they are served as they are now`() async throws {
    try await cache(hidden: true).reindex()
    #expect(try await served() == [".notes/b.md", "a.md", "docs/.draft.md"])
    #expect(try await cache().reindex().failures.count == 2)
    try tree.write("# Other\n\nOther text.\n", to: ".notes/b.md")
    #expect(try await cache().reindex().changed == 0)
    let back = try await cache(hidden: true).reindex()
    #expect(back.changed == 1 && back.failures.isEmpty && back.held.isEmpty)
    #expect(try await cache(hidden: true).audit().isCoherent)
    try await cache().reindex(acceptingDeletions: true)
    #expect(try await served() == ["a.md"])
    let again = try await cache(hidden: true).reindex()
    #expect(again.changed == 2 && again.passagesEmbedded == 0)
    #expect(try await cache(hidden: true).audit().isCoherent)
  }

  @Test func `a path in a call names it, in later runs too, and a folder's secret-like names need their own`()
    async throws
  {
    try tree.write("secret", to: ".notes/.env")
    try await cache().reindex([".notes"])
    #expect(try await served() == [".notes/b.md"])
    try await cache().reindex([".env"])
    try tree.write("# New\n\nNew text.\n", to: ".notes/new.md")
    let whole = try await cache().reindex()
    #expect(whole.held.isEmpty && whole.failures.isEmpty)
    #expect(try await served() == [".env", ".notes/b.md", ".notes/new.md", "a.md"])
    #expect(try await cache().audit().isCoherent)
    try tree.remove(".notes/b.md")
    #expect(try await cache().reindex().removed == 1)
    try tree.write("# Back\n\nBack.\n", to: ".notes/b.md")
    #expect(try await cache().reindex().changed == 1)
  }

  @Test func `a path in a plan names it for the plan only`() async throws {
    try await cache().reindex()
    #expect(try await cache().plan([".env"]).changed.map(\.path) == [".env"])
    #expect(try await cache().plan().changed.isEmpty)
  }

  @Test func `naming a document ends its hold`() async throws {
    try await indexAll()
    try await cache().reindex()
    try await cache().reindex([".env"])
    let summary = try await cache().reindex()
    #expect(Set(summary.failures.keys.map(\.path)) == [".notes/b.md", "docs/.draft.md"])
    #expect(try await states(cache())[".env"] == .fresh)
  }

  @Test func `the hold on hidden names doesn't hide a wrong folder, nor the other way round`() async throws {
    for number in 0..<30 { try tree.write("# \(number)\n\nText \(number).\n", to: "many/\(number).md") }
    try await indexAll2()
    try tree.write("many/\n", to: ".gitignore")
    let summary = try await cache().reindex()
    let held = try #require(summary.held["files"])
    #expect(held.description.contains("patterns or ignore rules now exclude 30 of 34 documents"))
    #expect(held.description.contains("3 documents would leave the index: .env, "))
    #expect(try await cache().status().held["files"] == held)
    try tree.remove(".gitignore")
    let healed = try await cache().reindex()
    #expect(healed.held["files"]?.description.hasPrefix("files with hidden or secret-like names") == true)
    #expect(healed.failures.count == 3)
  }

  private func indexAll2() async throws { try await cache(include: ["**", ".*", ".env"]).reindex() }

  @Test func `a document that ignore rules exclude too leaves at once`() async throws {
    try await indexAll()
    try tree.write(".env\n.notes/\n", to: ".gitignore")
    let summary = try await cache().reindex()
    #expect(summary.removed == 2)
    #expect(try await served() == ["a.md", "docs/.draft.md"])
  }

  @Test func `one that is gone leaves although it was held back`() async throws {
    try await indexAll()
    try await cache().reindex()
    try tree.remove(".env")
    #expect(try await cache().reindex().removed == 1)
  }

  @Test func `a barrier and a bounded read keep to the same names`() async throws {
    try await cache().reindex()
    try tree.write("# Late\n\nA late secret.\n", to: ".late.md")
    let answer = try await cache().retrieve("late secret", consistency: .barrier(timeout: .seconds(30)))
    #expect(answer.hits.allSatisfy { $0.document.path == "a.md" })
    #expect(try await served() == ["a.md"])
  }

  @Test func `what is hidden and served can be erased while its file is there`() async throws {
    try await indexAll()
    try await cache().reindex()
    let receipt = try await cache().erase(DocumentID(path: ".env"), verifying: true)
    #expect(receipt?.search?.found == 0)
    try await cache().reindex()
    #expect(try await served() == [".notes/b.md", "a.md", "docs/.draft.md"])
  }
}
