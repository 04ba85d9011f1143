import FreshetCorpus
import Freshet
import GRDB
import Testing

struct AuditTests {
  private let tree: DocumentTree
  private let cache: RetrievalCache

  init() throws {
    tree = try DocumentTree()
    cache = try tree.cache()
    for name in ["a", "b", "c", "d"] { try tree.write("# \(name)\n\nText of \(name).\n", to: name + ".md") }
  }

  private func states(verifyingBytes: Bool = false) async throws -> [String: AuditState] {
    let verdicts = try await cache.audit(verifyingBytes: verifyingBytes).verdicts
    return Dictionary(uniqueKeysWithValues: verdicts.map { ($0.document.description, $0.state) })
  }

  @Test func `right after a reindex every document is fresh, by stamps and by bytes`() async throws {
    try await cache.reindex()
    let quick = try await cache.audit()
    #expect(quick.isCoherent && quick.count(of: .fresh) == 4)
    #expect(quick.verdicts.map(\.method) == [.stat, .stat, .stat, .stat])
    let thorough = try await cache.audit(verifyingBytes: true)
    #expect(thorough.verdicts.map(\.method) == [.contentHash, .contentHash, .contentHash, .contentHash])
    #expect(thorough.isCoherent)
  }

  @Test func `each way of being out of step has its state`() async throws {
    try await cache.reindex()
    try tree.write("# a\n\nOther text.\n", to: "a.md")
    try tree.remove("b.md")
    try tree.write("# new\n", to: "new.md")
    try tree.write("c.md\n", to: ".freshetignore")
    let expected: [String: AuditState] = [
      "a.md": .stale, "b.md": .orphaned, "c.md": .drifted, "d.md": .fresh, "new.md": .missing,
    ]
    #expect(try await states() == expected)
    #expect(try await states(verifyingBytes: true) == expected)
    try await cache.reindex()
    #expect(try await cache.audit(verifyingBytes: true).isCoherent)
  }

  @Test func `documents of another space are told apart`() async throws {
    try await cache.reindex()
    let other = try tree.cache(HashedNGramEmbedder(dimension: 64))
    #expect(try await other.audit().count(of: .otherSpace) == 4)
  }

  /// Each file is as it was when it was read.
  @Test(arguments: [
    ("chunker = 'freshet-cdc-0'", AuditState.drifted, Verification.Method.stat), ("siblings = 2", .conflicted, .stat),
    ("space = space + 1", .otherSpace, .stat), ("looked_at = max(modified, changed)", .fresh, .contentHash),
    ("device = NULL", .fresh, .contentHash), ("inode = inode + 1", .fresh, .contentHash),
  ])
  func `a stamp alone vouches for nothing but a document that is served as it would be now`(
    change: String, state: AuditState, method: Verification.Method
  ) async throws {
    try await cache.reindex()
    let queue = try DatabaseQueue(path: tree.root + "/.freshet/store.sqlite")
    try await queue.write {
      try $0.execute(
        sql: """
          INSERT INTO spaces (fingerprint, fields) SELECT zeroblob(32), fields FROM spaces;
          UPDATE documents SET \(change) WHERE path = 'b.md'
          """)
    }
    try queue.close()
    let verdicts = try await cache.audit().verdicts
    #expect(verdicts.map(\.state) == [.fresh, state, .fresh, .fresh])
    #expect(verdicts.map(\.method) == [.stat, method, .stat, .stat])
  }

  @Test func `pushed documents are their own truth`() async throws {
    try await cache.reindex()
    try await cache.put("Pushed text.", as: "note")
    #expect(try await states()["pushed:note"] == .fresh)
  }

  @Test func `an audit writes nothing`() async throws {
    try await cache.reindex()
    try tree.write("# a\n\nOther text.\n", to: "a.md")
    let before = try await cache.status()
    _ = try await cache.audit(verifyingBytes: true)
    #expect(try await cache.status() == before)
  }
}
