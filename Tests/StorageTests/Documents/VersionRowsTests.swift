import FreshetCorpus
import FreshetStorage
import FreshetTestSupport
import Testing

/// How far back history is whole.
struct VersionRowsTests {
  private let folder: TemporaryFolder
  private let store: Store

  init() throws {
    folder = try TemporaryFolder()
    store = try Store(at: folder.path + "/.freshet", for: .writing)
  }

  @Test func `of a new store it is whole, until something is forgotten; and that is never taken back`() throws {
    #expect(try store.read { try $0.historyBegin() } == 0)
    try store.write { try $0.historyIsWhole(from: 5) }
    try store.write { try $0.historyIsWhole(from: 3) }
    #expect(try store.read { try $0.historyBegin() } == 5)
  }

  @Test func `a version that is served again loses its first time, and history its beginning`() throws {
    let (id, space) = (DocumentID(path: "a"), StoredDocuments.space)
    try store.write { try StoredDocuments.install("a", ["one"], $0) }
    try store.write { writer in
      let first = try #require(try writer.reader.versions(of: id).first?.version.dot)
      let content = StoredDocuments.manifest("a", ["two"]).content
      try writer.keep(StoredDocuments.texts(["two"]), at: StoredDocuments.start)
      let second = try writer.write(content, to: id, context: CausalContext(), at: Timestamp(nanoseconds: 9))
      try writer.serve([second], siblings: 1, of: id, in: space.id, verified: StoredDocuments.verified(9))
      #expect(try writer.reader.historyBegin() == 0)
      try writer.serve([second, first], siblings: 2, of: id, in: space.id, verified: StoredDocuments.verified(10))
    }
    #expect(try store.read { try $0.historyBegin() } == 2)
  }

  @Test func `each change has its token and its time`() throws {
    try store.write { try StoredDocuments.install("a", ["one"], at: 7, $0) }
    let token = try store.read { try $0.token() }
    let change = try #require(try store.read { try $0.change(1) })
    #expect(change == (token, Timestamp(nanoseconds: 7)))
    #expect(try store.read { try $0.change(2) == nil })
  }
}
