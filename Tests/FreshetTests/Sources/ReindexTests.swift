import FreshetCorpus
import Foundation
import Freshet
import Testing

struct ReindexTests {
  private let tree: DocumentTree
  private let embedder = ObservedEmbedder()
  private let cache: RetrievalCache

  init() throws {
    tree = try DocumentTree()
    cache = try tree.cache(embedder)
    try tree.write("# Pumps\n\nThe pumps start at four metres.\n", to: "pumps.md")
    try tree.write("# Gates\n\nThe gates close at five metres.\n", to: "guide/gates.md")
  }

  @Test func `the first run indexes everything, the second does nothing`() async throws {
    let first = try await cache.reindex()
    #expect([first.seen, first.changed, first.removed, first.passagesEmbedded] as [Int] == [2, 2, 0, 2])
    let second = try await cache.reindex()
    #expect(
      [second.seen, second.changed, second.removed, second.passagesEmbedded, second.tokens] as [Int] == [2, 0, 0, 0, 0])
    #expect(second.token == first.token)
  }

  @Test func `a change with the old size and the old modification time is found`() async throws {
    try await cache.reindex()
    let file = tree.root + "/pumps.md"
    let before = try FileManager.default.attributesOfItem(atPath: file)[.modificationDate]
    try tree.write("# Pumps\n\nThe pumps start at nine metres.\n", to: "pumps.md")
    try FileManager.default.setAttributes([.modificationDate: before as Any], ofItemAtPath: file)
    #expect(try await cache.reindex().changed == 1)
    #expect(try await cache.retrieve("pumps").hits.first?.text.contains("nine") == true)
  }

  @Test func `a change within the clock's granularity of the last look is found`() async throws {
    let racing = try tree.cache(embedder, clock: systemClock)
    try await racing.reindex()
    try tree.write("# Pumps\n\nThe pumps start at nine metres.\n", to: "pumps.md")
    #expect(try await racing.reindex().changed == 1)
  }

  @Test func `a move costs no embedding, and never leaves the text unserved or served twice`() async throws {
    try await cache.reindex()
    embedder.forget()
    try tree.move("pumps.md", to: "moved/pumps.md")
    let summary = try await cache.reindex()
    #expect(
      [summary.changed, summary.removed, summary.passagesEmbedded, summary.passagesReused] as [Int] == [1, 1, 0, 1])
    #expect(embedder.embedded == [])
    #expect(try await cache.served().map(\.document.path) == ["guide/gates.md", "moved/pumps.md"])
  }

  @Test func `a copy and a revert cost no embedding`() async throws {
    try await cache.reindex()
    let original = try tree.read("pumps.md")
    try tree.write(original, to: "copy.md")
    try tree.write("# Pumps\n\nSomething else.\n", to: "pumps.md")
    try await cache.reindex()
    embedder.forget()
    try tree.write(original, to: "pumps.md")
    #expect(try await cache.reindex().changed == 1)
    #expect(embedder.embedded == [])
  }

  @Test func `a deleted document no longer answers, and costs nothing when it comes back`() async throws {
    try await cache.reindex()
    let original = try tree.read("pumps.md")
    try tree.remove("pumps.md")
    let gone = try await cache.reindex()
    #expect([gone.removed, gone.passagesRetired] as [Int] == [1, 1])
    #expect(try await cache.retrieve("pumps").hits.map(\.document.path) == ["guide/gates.md"])
    embedder.forget()
    try tree.write(original, to: "pumps.md")
    try await cache.reindex()
    #expect(embedder.embedded == [])
    #expect(try await cache.retrieve("pumps").hits.count == 2)
  }

  @Test func `a run on some paths touches nothing outside them`() async throws {
    try await cache.reindex()
    try tree.remove("pumps.md")
    try tree.write("# Gates\n\nThe gates stay open.\n", to: "guide/gates.md")
    let part = try await cache.reindex(["guide"])
    #expect([part.seen, part.changed, part.removed] as [Int] == [1, 1, 0])
    #expect(try await cache.served().map(\.document.path) == ["guide/gates.md", "pumps.md"])
    #expect(try await cache.reindex(["pumps.md"]).removed == 1)
  }

  @Test func `a root that is gone changes nothing`() async throws {
    try await cache.reindex()
    let before = try await cache.status().token
    let aside = tree.root + "-aside"
    let store = tree.root + "-store"
    try FileManager.default.moveItem(atPath: tree.root + "/.freshet", toPath: store)
    try FileManager.default.moveItem(atPath: tree.root, toPath: aside)
    defer {
      try? FileManager.default.moveItem(atPath: aside, toPath: tree.root)  // so that the tree can remove itself
      try? FileManager.default.removeItem(atPath: store)
    }
    let orphan = try RetrievalCache.open(
      at: StoreLocation(store: store, root: tree.root), embedder: embedder,
      options: CacheOptions(clock: tree.later))
    await #expect(throws: FreshetError.self) { try await orphan.reindex() }
    #expect(try await orphan.status().token == before)
    #expect(try await orphan.status().documents == 2)
  }

  @Test func `what isn't for the index is passed over, counted by reason, and not read twice`() async throws {
    try tree.write([0, 1, 2], to: "image.bin")
    try tree.write([0xC3, 0x28], to: "latin.txt")
    try tree.write("secret", to: "build/out.txt")
    try tree.write("build/\n", to: ".gitignore")
    let first = try await cache.reindex()
    #expect(first.skipped == [.binary: 1, .undecodable: 1, .ignored: 2])
    #expect(first.seen == 6, "two documents, and four that are passed over, .gitignore among them")
    let second = try await cache.reindex()
    #expect(second.skipped == first.skipped && second.seen == first.seen)
    let status = try await cache.status().completeness
    #expect(status.discovered == status.indexed + status.skipped.values.reduce(0, +))
    #expect(status.absenceIsReliable == false, "a file that can't be decoded may hold the answer")
  }

  @Test func `a document that turns into something else is no longer served`() async throws {
    try await cache.reindex()
    try tree.write([0, 1, 2], to: "pumps.md")
    let summary = try await cache.reindex()
    #expect(summary.removed == 1 && summary.skipped == [.binary: 1])
    #expect(try await cache.served().map(\.document.path) == ["guide/gates.md"])
  }

  @Test func `a plan tells what a run will do, and does nothing`() async throws {
    try await cache.reindex()
    embedder.forget()
    try tree.write("# Pumps\n\nThe pumps start at nine metres.\n\n# New\n\nMore.\n", to: "pumps.md")
    try tree.remove("guide/gates.md")
    let before = try await cache.status().token
    let plan = try await cache.plan()
    #expect(plan.changed.map(\.path) == ["pumps.md"] && plan.removed.map(\.path) == ["guide/gates.md"])
    #expect(embedder.embedded == [])
    #expect(try await cache.status().token == before)
    let summary = try await cache.reindex()
    #expect(summary.passagesEmbedded == plan.passagesToEmbed && summary.tokens == plan.tokensToEmbed)
  }

  @Test func `another embedder's speed is no estimate`() async throws {
    try await cache.reindex()
    let other = try tree.cache(HashedNGramEmbedder(dimension: 64))
    #expect(try await cache.plan().tokensPerSecond != nil)
    #expect(try await other.plan().tokensPerSecond == nil)
    try await other.reindex()
    #expect(try await other.plan().tokensPerSecond != nil)
  }

  @Test func `a store that was made but never filled, as after a kill, indexes the folder that it lies in`()
    async throws
  {
    _ = try RetrievalCache.open(at: StoreLocation(store: tree.root + "/.freshet"), embedder: embedder)
    let later = try RetrievalCache.open(
      at: StoreLocation(store: tree.root + "/.freshet"), embedder: embedder,
      options: CacheOptions(clock: tree.later))
    #expect(try await later.reindex().changed == 2)
  }

  @Test func `an index made in another way is made again, without a new version`() async throws {
    try await cache.reindex()
    let versions = try await cache.versions()
    let other = try tree.cache(HashedNGramEmbedder(dimension: 64))
    #expect(try await other.reindex().changed == 2)
    #expect(try await other.versions() == versions)
    #expect(try await other.retrieve("pumps").hits.count == 2)
    await #expect(throws: FreshetError.self) { try await cache.retrieve("pumps") }
  }
}

extension RetrievalCache {
  fileprivate func versions() throws -> [DocumentID: VersionVector] {
    var versions: [DocumentID: VersionVector] = [:]
    try dump { versions[$0.document] = $0.version }
    return versions
  }
}
