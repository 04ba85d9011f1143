import FreshetCorpus
import FreshetTestSupport
import GRDB
import FreshetStorage
import Testing

struct GarbageRowsTests {
  private let folder: TemporaryFolder
  private let store: Store
  private let id = DocumentID(path: "a.md")
  private var space: SpaceID { StoredDocuments.space.id }

  init() throws {
    folder = try TemporaryFolder()
    store = try Store(at: folder.path + "/.freshet", for: .writing)
  }

  private func install(_ path: String, _ passages: [String], at now: Int64 = 1) throws {
    try store.write { try StoredDocuments.install(path, passages, at: now, $0) }
  }

  /// Forgets what is as old as `history`, frees what was kept until `grace`. Default: everything.
  @discardableResult
  private func collect(history: Int64 = .max, grace: Int64 = .max, at now: Int64 = 1_000) throws -> CollectedGarbage {
    try store.write {
      try $0.collectGarbage(
        Retention(history: Timestamp(nanoseconds: history), grace: Timestamp(nanoseconds: grace)),
        at: Timestamp(nanoseconds: now))
    }
  }

  private func counts() throws -> [Int] {
    try store.read {
      let counts = try $0.contentCounts()
      return [counts.placements, counts.passages, counts.vectors]
    }
  }

  private func execute(_ sql: String) throws {
    try DatabaseQueue(path: folder.path + "/.freshet/store.sqlite").write { try $0.execute(sql: sql) }
  }

  @Test func `what a served document places stays`() throws {
    try install("a.md", ["one", "two"])
    let collected = try collect()
    #expect(collected.passages == 0 && collected.versions == 0 && collected.documents == 0)
    #expect(try counts() == [2, 2, 2])
  }

  @Test func `a superseded version keeps its passages until it is as old as the retention`() throws {
    try install("a.md", ["one", "two"])
    try install("a.md", ["two", "three"], at: 50)
    #expect(try collect(history: 49).versions == 0)
    #expect(try counts() == [2, 3, 3])
    let collected = try collect(history: 50)
    #expect(collected.versions == 1 && collected.passages == 1 && collected.vectors == 1)
    #expect(collected.bytes == 3 + 8, "a text of three letters, a vector of two floats")
    #expect(try counts() == [2, 2, 2])
    #expect(try store.read { try $0.versions(of: id) }.count == 1)
  }

  @Test func `a passage that nothing reaches is spared until it was kept as long ago as the grace`() throws {
    try store.write {
      try $0.activate(StoredDocuments.space)
      try $0.keep(StoredDocuments.texts(["one"]), at: Timestamp(nanoseconds: 70))
    }
    let spared = try collect(grace: 69)
    #expect(spared.sparedPassages == 1 && spared.passages == 0)
    #expect(try collect(grace: 70).passages == 1)
    #expect(try counts() == [0, 0, 0])
  }

  @Test func `a sibling that isn't served keeps its passages`() throws {
    try install("a.md", ["one"])
    try store.write { writer in
      try writer.keep(StoredDocuments.texts(["sibling"]), at: StoredDocuments.start)
      _ = try writer.write(
        StoredDocuments.manifest("a.md", ["sibling"]).content, to: id, context: CausalContext(),
        at: Timestamp(nanoseconds: 2))
    }
    #expect(try collect().passages == 0)
    #expect(try store.read { try $0.text(at: StoredDocuments.address("sibling")) }.string == "sibling")
  }

  @Test func `a passage that somebody embeds stays for as long as the lease`() throws {
    let texts = StoredDocuments.texts(["leased"])
    try store.write { writer in
      try writer.activate(StoredDocuments.space)
      try writer.keep(texts, at: StoredDocuments.start)
      let until = Timestamp(nanoseconds: 1_000)
      _ = try writer.leaseMissing(texts, in: space, holder: "x", until: until, at: StoredDocuments.start)
    }
    #expect(try collect(at: 999).passages == 0)
    #expect(try collect(at: 1_000).passages == 1)
  }

  @Test func `a passage whose vector stands in for another stays, its version forgotten`() throws {
    try install("a.md", ["one"])
    try store.write { writer in
      try writer.keep(StoredDocuments.texts(["two"]), at: StoredDocuments.start)
      _ = try writer.install(
        StoredDocuments.manifest("a.md", ["two"]), over: try writer.reader.moment(),
        standIns: [0: StoredDocuments.address("one")], isMarked: false, verified: StoredDocuments.verified(2))
    }
    let collected = try collect()
    #expect(collected.versions == 1 && collected.passages == 0)
    #expect(try store.read { try $0.vector(at: StoredDocuments.address("one"), in: space) } != nil)
  }

  @Test func `a pushed text stays as long as a version has its revision`() throws {
    try install("a.md", ["one"])
    let revision = StoredDocuments.manifest("a.md", ["one"]).revision
    try store.write { try $0.keep(blob: Array("one".utf8), of: revision) }
    #expect(try collect().blobs == 0)
    try install("a.md", ["two"], at: 50)
    #expect(try collect(history: 49).blobs == 0)
    #expect(try collect(history: 50).blobs == 1)
    #expect(try store.read { try $0.blob(of: revision) } == nil)
  }

  @Test func `where the two computations disagree nothing is freed, nor forgotten`() throws {
    try install("a.md", ["one"])
    try install("a.md", ["two"], at: 50)
    try install("a.md", ["three"], at: 90)
    try execute("UPDATE versions SET manifest = upper(manifest) WHERE superseded_at = 90")
    let error = #expect(throws: StorageError.self) { try collect(history: 50) }
    guard case .unprovenGarbage(_, let what) = error else { throw error ?? StorageError.missing(path: "") }
    #expect(what == "passage \(StoredDocuments.address("two")) is garbage by one computation, but a row refers to it")
    #expect(try counts() == [1, 3, 3])
    #expect(try store.read { try $0.versions(of: id) }.count == 3)
  }

  @Test func `a rehearsal says what would be freed and changes nothing`() throws {
    try install("a.md", ["one"])
    try install("a.md", ["two"], at: 50)
    let retention = Retention(history: Timestamp(nanoseconds: 50), grace: Timestamp(nanoseconds: 50))
    let now = Timestamp(nanoseconds: 60)
    let told = try store.rehearse { try $0.collectGarbage(retention, at: now) }
    #expect(told.versions == 1 && told.passages == 1)
    #expect(try counts() == [1, 2, 2])
    #expect(try store.write { try $0.collectGarbage(retention, at: now) } == told)
  }

  @Test func `who reads meanwhile goes on with the state before`() throws {
    try install("a.md", ["one"])
    try install("a.md", ["two"], at: 50)
    let other = try Store(at: folder.path + "/.freshet", for: .reading)
    try other.read { reader in
      let before = try reader.contentCounts()
      try collect()
      #expect(try reader.contentCounts() == before)
      #expect(try reader.text(at: StoredDocuments.address("one")).string == "one")
    }
    #expect(try other.read { try $0.contentCounts().passages } == 1)
  }

  @Test func `compacting gives free pages back`() throws {
    try install("a.md", (0..<400).map { "passage \($0) " + String(repeating: "word ", count: 50) })
    try install("a.md", ["two"], at: 50)
    #expect(try collect().freeBytes > 0)
    try store.compact()
    #expect(try store.read { try $0.freeBytes() } == 0)
    #expect(try counts() == [1, 1, 1])
  }
}
