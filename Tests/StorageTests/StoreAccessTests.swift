import Corpus
import Storage
import Testing

struct StoreAccessTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/.freshet"
  }

  @Test func `a reader of a store that isn't there is told so, and makes none`() throws {
    #expect(throws: StorageError.missing(path: path)) { try Store(at: path, for: .reading) }
    #expect(throws: StorageError.missing(path: path)) { try Store(at: path, for: .reading) }
  }

  @Test func `a second writer is refused by the name of the first, and let in when that one is done`() throws {
    let one = try Store(at: path, for: .writing)
    let other = try Store(at: path, for: .writing)
    var lease: WriterLease? = try one.lease(holder: "process 17")
    #expect(throws: StorageError.locked(path: path, holder: "process 17")) {
      try other.lease(holder: "process 18")
    }
    withExtendedLifetime(lease) {}
    lease = nil
    _ = try other.lease(holder: "process 18")
  }

  @Test func `a writer that was overtaken can't commit`() throws {
    let store = try Store(at: path, for: .writing)
    let late = try store.lease(holder: "the first")
    try removeFile(path + "/writer.lock")
    let newer = try store.lease(holder: "the second")
    #expect(throws: StorageError.leaseLost(path: path)) {
      try store.write(under: late) { try StoredDocuments.install("a", ["one"], $0) }
    }
    #expect(try store.read { try $0.documentIDs() } == [])
    try store.write(under: newer) { try StoredDocuments.install("a", ["one"], $0) }
    #expect(try store.read { try $0.documentIDs() } == [DocumentID(path: "a")])
  }

  @Test func `a commit that fails half-way leaves nothing behind`() throws {
    let store = try Store(at: path, for: .writing)
    let lease = try store.lease(holder: "the test")
    let before = try store.read { try $0.token() }
    #expect(throws: CancellationError.self) {
      try store.write(under: lease) { writer in
        try StoredDocuments.install("a", ["one"], writer)
        throw CancellationError()
      }
    }
    #expect(try store.read { try $0.token() } == before)
    #expect(try store.read { try $0.contentCounts() }.chunks == 0)
  }

  @Test func `a reader sees one state from begin to end, whatever is committed meanwhile`() throws {
    let writing = try Store(at: path, for: .writing)
    let lease = try writing.lease(holder: "the test")
    try writing.write(under: lease) { try StoredDocuments.install("a", ["one"], $0) }
    let reading = try Store(at: path, for: .reading)
    let (before, after) = try reading.read { reader in
      let before = try reader.documentIDs()
      try writing.write(under: lease) { try StoredDocuments.install("b", ["two"], $0) }
      return (before, try reader.documentIDs())
    }
    #expect(before == after)
    #expect(try reading.read { try $0.documentIDs() }.map(\.path) == ["a", "b"])
  }
}
