import Corpus
import Foundation
import Freshet
import GRDB
import Testing

/// Content that rots in the store is never served, is named by the audit, and is mended from the source.
struct RottenContentTests {
  private let tree: DocumentTree
  private let cache: RetrievalCache

  init() async throws {
    tree = try DocumentTree()
    cache = try tree.cache()
    for name in ["a", "b", "c"] { try tree.write("# \(name)\n\nText of \(name).\n", to: name + ".md") }
    try await cache.reindex()
  }

  private func execute(_ sql: String) throws {
    let queue = try DatabaseQueue(path: tree.root + "/.freshet/store.sqlite")
    try queue.write { try $0.execute(sql: sql) }
    try queue.close()
  }

  private func audited() async throws -> [AuditState] {
    try await tree.cache().audit(verifyingBytes: true).verdicts.map(\.state)
  }

  @Test func `an altered text is refused, reported and mended`() async throws {
    try execute("UPDATE chunks SET text = 'Text of nobody.' WHERE text LIKE '%of b.'")
    await #expect(throws: StorageError.self) { try await cache.retrieve("text", mode: .vector) }
    #expect(try await audited() == [.fresh, .damaged, .fresh])
    try await cache.reindex(readingEverything: true)
    #expect(try await audited() == [.fresh, .fresh, .fresh])
    #expect(try await cache.retrieve("text", mode: .vector).hits.count == 3)
  }

  @Test func `an altered vector leaves the others served, and says so`() async throws {
    try execute("UPDATE vectors SET components = zeroblob(1536) WHERE id = 1")
    let fresh = try tree.cache()
    let answer = try await fresh.retrieve("text", mode: .vector)
    #expect(answer.hits.count == 2)
    #expect(answer.completeness.reasons.contains("1 passages have no sound vector: run `freshet reindex --all`"))
    #expect(try await audited().filter { $0 == .damaged }.count == 1)
    try await fresh.reindex(readingEverything: true)
    #expect(try await fresh.retrieve("text", mode: .vector).hits.count == 3)
    #expect(try await audited() == [.fresh, .fresh, .fresh])
  }

  @Test func `a placement that points elsewhere is found by reading the source`() async throws {
    try execute("UPDATE placements SET start = start + 2 WHERE document = 2")
    #expect(try await audited() == [.fresh, .damaged, .fresh])
  }
}
