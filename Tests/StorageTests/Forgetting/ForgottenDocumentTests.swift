import FreshetCorpus
import FreshetStorage
import FreshetTestSupport
import Testing

/// Removed documents: forgotten without a tombstone, when nothing of them can rise again.
struct ForgottenDocumentTests {
  private let folder: TemporaryFolder
  private let store: Store
  private let id = DocumentID(path: "a.md")
  /// ns; stamps are of milliseconds
  private static let removal: Int64 = 5_000_000

  init() throws {
    folder = try TemporaryFolder()
    store = try Store(at: folder.path + "/.freshet", for: .writing)
    try store.write { try StoredDocuments.install("a.md", ["one"], $0) }
  }

  private func retire() throws {
    try store.write {
      try $0.retire(id, over: try $0.reader.moment(), at: Timestamp(nanoseconds: Self.removal))
    }
  }

  private func collect(history: Int64 = removal) throws -> Int {
    let cutoff = Timestamp(nanoseconds: history)
    return try store.write {
      try $0.collectGarbage(Retention(history: cutoff, grace: cutoff), at: cutoff).documents
    }
  }

  private func isKnown() throws -> Bool { try store.read { try $0.isKnown(id) } }

  @Test func `a removed document is forgotten when its removal is as old as the retention`() throws {
    try retire()
    #expect(try collect(history: Self.removal - 1) == 0)
    #expect(try isKnown())
    #expect(try collect() == 1)
    #expect(try !isKnown())
  }

  @Test func `a replica that still has it doesn't make it rise`() throws {
    let state = try store.read { try $0.state(of: id) }
    try retire()
    #expect(try collect() == 1)
    #expect(try store.write { try $0.merge(state, at: Timestamp(nanoseconds: Self.removal)) } == .forgotten)
    #expect(try !isKnown())
  }

  @Test func `one that is observed anew is not forgotten`() throws {
    try retire()
    try store.write { try $0.observe([id], at: Timestamp(nanoseconds: 6)) }
    #expect(try collect() == 0)
  }

  @Test func `one that has seen writes which have not been here is not forgotten before they have`() throws {
    let other = ReplicaID("other")
    try store.write {
      _ = try $0.write(
        nil, to: id, context: try $0.reader.context(of: id).merged(with: CausalContext(VersionVector([other: 5]))),
        at: Timestamp(nanoseconds: Self.removal))
      try $0.serve(
        [], siblings: 1, of: id, in: StoredDocuments.space.id, verified: StoredDocuments.verified(Self.removal))
    }
    #expect(try collect() == 0)
    try store.write { try $0.see(VersionVector([other: 4])) }
    #expect(try collect() == 0)
    try store.write { try $0.see(VersionVector([other: 5])) }
    #expect(try collect() == 1)
  }

  @Test func `one that is served is never forgotten`() throws {
    #expect(try collect(history: .max) == 0)
    #expect(try isKnown())
  }
}
