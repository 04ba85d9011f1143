import FreshetCorpus
import FreshetStorage
import FreshetTestSupport
import Testing

struct StoreAccessTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/.freshet"
  }

  @Test func `a reader of a store that isn't there gets an error that says so, and makes none`() throws {
    #expect(throws: StorageError.missing(path: path)) { try Store(at: path, for: .reading) }
    #expect(throws: StorageError.missing(path: path)) { try Store(at: path, for: .reading) }
  }

  @Test func `a commit that fails half-way leaves nothing behind`() throws {
    let store = try Store(at: path, for: .writing)
    let before = try store.read { try $0.token() }
    #expect(throws: CancellationError.self) {
      try store.write { writer in
        try StoredDocuments.install("a", ["one"], writer)
        throw CancellationError()
      }
    }
    #expect(try store.read { try $0.token() } == before)
    #expect(try store.read { try $0.contentCounts() }.passages == 0)
  }

  @Test func `a reader sees one state from begin to end, whatever is committed meanwhile`() throws {
    let writing = try Store(at: path, for: .writing)
    try writing.write { try StoredDocuments.install("a", ["one"], $0) }
    let reading = try Store(at: path, for: .reading)
    let (before, after) = try reading.read { reader in
      let before = try reader.documentIDs()
      try writing.write { try StoredDocuments.install("b", ["two"], $0) }
      return (before, try reader.documentIDs())
    }
    #expect(before == after)
    #expect(try reading.read { try $0.documentIDs() }.map(\.path) == ["a", "b"])
  }
}
