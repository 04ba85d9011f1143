import FreshetCorpus
import FreshetStorage
import FreshetTestSupport
import Testing

struct DocumentRowTests {
  private let folder: TemporaryFolder
  private let store: Store

  init() throws {
    folder = try TemporaryFolder()
    store = try Store(at: folder.path + "/.freshet", for: .writing)
  }

  private func install(_ path: String, _ passages: [String], at now: Int64 = 1) throws {
    try store.write { try StoredDocuments.install(path, passages, at: now, $0) }
  }

  @Test func `what is installed is read back whole`() throws {
    let stamp = FileStamp(
      device: .max, inode: 7, sizeInBytes: 9, modified: Timestamp(nanoseconds: -3),
      statusChanged: Timestamp(nanoseconds: 4))
    let revision = StoredDocuments.manifest("a.md", ["one", "two"]).revision
    let stamped = StampedRevision(revision: revision, stamp: stamp, lookedAt: Timestamp(nanoseconds: 5), mounts: nil)
    let manifest = StoredDocuments.manifest("a.md", ["one", "two"], format: .plainText, stamped: stamped)
    let read = try store.write { writer in
      try writer.activate(StoredDocuments.space)
      try writer.keep(StoredDocuments.texts(["one", "two"]), at: StoredDocuments.start)
      _ = try writer.install(
        manifest, over: try writer.reader.moment(), isMarked: false, verified: StoredDocuments.verified(6))
      return try writer.reader.manifest(of: manifest.document)
    }
    let size = try #require(read?.stamped?.stamp.sizeInBytes)
    #expect(size == Int64(manifest.sizeInBytes), "a stamp's size is the document's")
    #expect(read?.placements == manifest.placements)
    #expect(read?.format == .plainText)
    #expect(read?.metadata == manifest.metadata && read?.title == manifest.title)
    #expect(read?.stamped?.stamp.device == .max && read?.stamped?.lookedAt == stamped.lookedAt)
  }

  @Test func `the version advances once for each new revision, and not when only the recipe changes`() throws {
    let id = DocumentID(path: "a.md")
    let replica = try store.read { try $0.identity().replica }
    try install("a.md", ["one"])
    try install("a.md", ["one"])
    #expect(try store.read { try $0.version(of: id) } == VersionVector([replica: 1]))
    try install("a.md", ["two"])
    #expect(try store.read { try $0.version(of: id) } == VersionVector([replica: 2]))
  }

  @Test func `a document that is gone and comes back goes on with its version`() throws {
    let id = DocumentID(path: "a.md")
    let replica = try store.read { try $0.identity().replica }
    try install("a.md", ["one"])
    try store.write { try $0.retire(id, over: try $0.reader.moment(), at: Timestamp(nanoseconds: 2)) }
    #expect(try store.read { try $0.document(id) } == nil)
    #expect(try store.read { try $0.placements(of: id) } == [])
    try install("a.md", ["one"])
    #expect(try store.read { try $0.version(of: id) } == VersionVector([replica: 3]))
  }

  @Test func `a passage that two documents place is kept once and found in both`() throws {
    try install("a.md", ["shared", "own of a"])
    try install("b.md", ["own of b", "shared"])
    let places = try store.read { try $0.placements(at: [StoredDocuments.address("shared")]).values.first ?? [] }
    #expect(places.map(\.document.path) == ["a.md", "b.md"])
    #expect(places.map(\.placement.ordinal) == [0, 1])
    #expect(try store.read { try $0.contentCounts() }.passages == 3)
  }

  @Test func `a retired document's passages are no longer served, and stay for its return`() throws {
    try install("a.md", ["one", "two"])
    try store.write {
      try $0.retire(DocumentID(path: "a.md"), over: try $0.reader.moment(), at: Timestamp(nanoseconds: 2))
    }
    let counts = try store.read { try $0.contentCounts() }
    #expect(counts.servedPassages == 0 && counts.passages == 2 && counts.vectors == 2)
    let missing = try store.read {
      try $0.unembedded(["one", "three"].map(StoredDocuments.address), in: StoredDocuments.space.id)
    }
    #expect(missing == [StoredDocuments.address("three")])
  }

  @Test func `vectors of another space don't count as embedded`() throws {
    try install("a.md", ["one"])
    let missing = try store.read {
      try $0.unembedded([StoredDocuments.address("one")], in: StoredDocuments.otherSpace.id)
    }
    #expect(missing == [StoredDocuments.address("one")])
  }

  @Test func `words find a served passage, and not one whose document is gone`() throws {
    try install("a.md", ["the pumps were running", "a quiet night"])
    let found = try store.read { try $0.lexicalMatches("pump run", limit: 5).map(\.0) }
    #expect(found == [StoredDocuments.address("the pumps were running")])
    try store.write {
      try $0.retire(DocumentID(path: "a.md"), over: try $0.reader.moment(), at: Timestamp(nanoseconds: 2))
    }
    #expect(try store.read { try $0.lexicalMatches("pump", limit: 5).isEmpty })
  }

  @Test func `a document that was passed over and then fails counts once`() throws {
    let counts = try store.write { writer in
      try writer.skip(
        DocumentID(path: "a"), SkipRecord(reason: .binary, text: nil, stamped: nil),
        over: try writer.reader.moment(),
        at: Timestamp(nanoseconds: 1))
      try writer.fail(DocumentID(path: "a"), why: "its folder can't be listed", at: Timestamp(nanoseconds: 1))
      return try writer.reader.documentCounts(in: nil)
    }
    #expect(counts.discovered == 1 && counts.failed == 1 && counts.skipped == [:])
  }

  @Test func `every document counts in exactly one place`() throws {
    let counts = try store.write { writer in
      try writer.activate(StoredDocuments.space)
      try writer.register(source: DocumentID.files, root: "..")
      for path in ["a", "b", "c"] { try StoredDocuments.install(path, [path], writer) }
      try writer.observe([DocumentID(path: "b"), DocumentID(path: "new")], at: Timestamp(nanoseconds: 1))
      try writer.fail(DocumentID(path: "c"), why: "poison", at: Timestamp(nanoseconds: 1))
      try writer.skip(
        DocumentID(path: "image"), SkipRecord(reason: .binary, text: nil, stamped: nil),
        over: try writer.reader.moment(),
        at: Timestamp(nanoseconds: 1))
      try writer.finishScan(of: DocumentID.files, ignoredCount: 2, root: nil, at: Timestamp(nanoseconds: 1))
      return try writer.reader.documentCounts(in: StoredDocuments.space.id)
    }
    #expect(counts.indexed == 1 && counts.pending == 2 && counts.failed == 1)
    #expect(counts.skipped == [.binary: 1, .ignored: 2])
    #expect(counts.discovered == 7)
  }
}
