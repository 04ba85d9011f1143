import FreshetCorpus
import FreshetStorage
import FreshetTestSupport
import Testing

/// A store that was restored meets its own lost writes.
struct RenewalTests {
  private let folder: TemporaryFolder
  private let store: Store
  private let id = DocumentID(path: "a.md")
  private let now = Timestamp(nanoseconds: 5_000_000)

  init() throws {
    folder = try TemporaryFolder()
    store = try Store(at: folder.path + "/.freshet", for: .writing)
    try store.write { try StoredDocuments.install("a.md", ["one"], $0) }
  }

  /// Of another document: a removal that this store made in a future that was lost.
  private func lostState(_ lead: UInt64) throws -> DocumentState {
    try store.read { reader in
      let dot = Dot(replica: try reader.identity().replica, write: try reader.writes() + lead)
      let version = DocumentVersion(dot: dot, stamp: HybridTime(ticks: 1), content: nil)
      return DocumentState(
        document: DocumentID(path: "b.md"),
        versions: VersionSet(context: CausalContext().covering(dot), siblings: [dot: version]), attributes: Attributes()
      )
    }
  }

  @Test func `a write of its own that it hasn't made makes a store go on under another name`() throws {
    let before = try name()
    let state = try lostState(1)
    let lost = try #require(state.versions.siblings.keys.first)
    let outcome = try store.write { try $0.merge(state, at: now) }
    #expect(outcome == .merged)
    #expect(try name() != before)
    let next = try store.write { try $0.nextDot() }
    #expect(next != lost)
  }

  private func name() throws -> ReplicaID { try store.read { try $0.identity().replica } }

  @Test func `who has seen more of its writes than there are makes a store go on under another name`() throws {
    let (own, writes) = (try name(), try store.read { try $0.writes() })
    try store.write { try $0.see(VersionVector([own: writes])) }
    #expect(try name() == own)
    try store.write { try $0.see(VersionVector([own: writes + 1])) }
    #expect(try name() != own)
    #expect(try store.read { try $0.seen() }.counts[own] == writes + 1)
  }

  @Test func `fields whose versions were forgotten get the new name, too`() throws {
    let old = try name()
    try store.write { writer in
      let content = try writer.reader.versions(of: id).first?.version.content
      for change in [AttributeChange(fields: ["owner": "harbour"]), AttributeChange()] {
        try writer.write(content, to: id, context: try writer.reader.context(of: id), change: change, at: now)
      }
      _ = try writer.collectGarbage(
        Retention(history: Timestamp(nanoseconds: .max), grace: Timestamp(nanoseconds: 0)), at: now)
      try writer.becomeAnotherReplica(since: HybridTime(ticks: 0))
    }
    let (attributes, context) = try store.read { (try $0.attributes(of: id), try $0.context(of: id)) }
    let field = try #require(attributes.fields["owner"])
    #expect(field.dot.replica != old)
    #expect(context.covers(field.dot))
  }
}
