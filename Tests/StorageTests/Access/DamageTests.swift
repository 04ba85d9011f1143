import FreshetCorpus
import Foundation
import FreshetTestSupport
import GRDB
import FreshetStorage
import Testing

/// Stores that are not what they should be: a named error, and not a byte of them is changed.
struct DamageTests {
  private let folder: TemporaryFolder
  private let path: String
  private var file: String { path + "/store.sqlite" }

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/.freshet"
  }

  private func makeStore() throws {
    let store = try Store(at: path, for: .writing)
    try store.write { writer in
      for index in 0..<50 { try StoredDocuments.install("d\(index)", ["passage \(index) " + longText], writer) }
    }
    try store.checkpoint()
  }

  private var longText: String { String(repeating: "water level ", count: 200) }

  private func execute(_ sql: String, _ arguments: StatementArguments = []) throws {
    let queue = try DatabaseQueue(path: file)
    try queue.write { try $0.execute(sql: sql, arguments: arguments) }
    try queue.close()
  }

  /// Looking changes no byte. Of a database that passes for a store, a writer's opening may touch the header and free pages;
  /// `damage` is the range that it must leave alone.
  private func openingFails(leaving damage: Range<Int>? = nil, with isExpected: (StorageError) -> Bool) throws {
    let before = try Data(contentsOf: URL(fileURLWithPath: file))
    for access in [Store.Access.reading, .writing] {
      let error = #expect(throws: StorageError.self) {
        let store = try Store(at: path, for: access)
        _ = try store.read { reader in
          (try reader.pageDamage(), try reader.documentIDs())
        }
      }
      #expect(error.map(isExpected) == true, "\(String(describing: error))")
      let range = access == .writing ? damage ?? 0..<before.count : 0..<before.count
      #expect(try Data(contentsOf: URL(fileURLWithPath: file))[range] == before[range])
    }
  }

  private func makeFolder() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  @Test func `a file that is no database is foreign`() throws {
    try makeFolder()
    try Data(
      "just a text, longer than a header of one hundred bytes would be, so that it can be read in full ....".utf8
    )
    .write(to: URL(fileURLWithPath: file))
    try openingFails { $0 == .foreign(path: path, what: "store.sqlite is not an SQLite database") }
  }

  @Test func `somebody else's database is foreign`() throws {
    try makeFolder()
    try execute("PRAGMA application_id = 77")
    try execute("CREATE TABLE theirs (id INTEGER)")
    try openingFails { $0 == .foreign(path: path, what: "its SQLite application id is 77, not freshet's") }
  }

  @Test func `somebody else's database without marks of its own is foreign, and stays as it was`() throws {
    try makeFolder()
    try execute("CREATE TABLE theirs (id INTEGER)")
    try openingFails { $0 == .foreign(path: path, what: "store.sqlite contains tables of another program") }
  }

  @Test func `a new store's header shows at once whose it is`() throws {
    let store = try Store(at: path, for: .writing)
    let header = try Data(contentsOf: URL(fileURLWithPath: file)).prefix(100)
    withExtendedLifetime(store) {}
    #expect(Array(header[60..<64]) == [0, 0, 0, 8])
    #expect(Array(header[68..<72]) == Array("FRSH".utf8))
  }

  @Test func `a database of a newer format is left alone`() throws {
    try makeStore()
    try execute("PRAGMA user_version = 99")
    try openingFails { $0 == .formatTooNew(path: path, format: 99, supported: 8) }
  }

  @Test func `a truncated database is damaged`() throws {
    try makeStore()
    let handle = try #require(FileHandle(forUpdatingAtPath: file))
    try handle.truncate(atOffset: 20_000)
    try handle.close()
    try openingFails { if case .damaged = $0 { true } else { false } }
  }

  @Test func `a page full of noise is damaged`() throws {
    try makeStore()
    let handle = try #require(FileHandle(forUpdatingAtPath: file))
    try handle.seek(toOffset: 4096)
    try handle.write(contentsOf: Data(repeating: 0xA5, count: 3 * 4096))
    try handle.close()
    try openingFails(leaving: 4096..<4 * 4096) { if case .damaged = $0 { true } else { false } }
  }

  @Test func `a text that no longer hashes to its address is never returned`() throws {
    try makeStore()
    let address = StoredDocuments.address("passage 7 " + longText)
    try execute("UPDATE chunks SET text = 'altered' WHERE address = ?", [Data(address.fingerprint.bytes)])
    let store = try Store(at: path, for: .reading)
    #expect(throws: StorageError.damagedContent(address: address, what: "text")) {
      try store.read { try $0.text(at: address) }
    }
  }

  @Test(arguments: ["zeroblob(8)", "x'0000803f0000803f'", "zeroblob(3)"])
  func `a vector that isn't what was written is refused, and counts as not embedded`(components: String) throws {
    try makeStore()
    let address = StoredDocuments.address("passage 7 " + longText)
    try execute("UPDATE vectors SET components = \(components) WHERE address = ?", [Data(address.fingerprint.bytes)])
    let store = try Store(at: path, for: .reading)
    let damage = StorageError.damagedContent(address: address, what: "vector")
    let space = StoredDocuments.space.id
    #expect(throws: damage) { try store.read { _ = try $0.vector(at: address, in: space) } }
    var damaged: [ContentAddress] = []
    try store.read { reader in
      try reader.answeringVectors(in: space) { if $1 == nil { damaged.append($0) } }
    }
    #expect(damaged == [address])
    #expect(try store.read { try $0.unembedded([address], in: space) } == [address])
  }

  @Test func `keeping a text again mends it`() throws {
    try makeStore()
    let text = "passage 7 " + longText
    let address = StoredDocuments.address(text)
    try execute("UPDATE chunks SET text = 'altered' WHERE address = ?", [Data(address.fingerprint.bytes)])
    let store = try Store(at: path, for: .writing)
    try store.write { try $0.keep(StoredDocuments.texts([text]), at: StoredDocuments.start) }
    #expect(try store.read { try $0.text(at: address) } == NormalizedText(normalizing: text))
  }
}

func removeFile(_ path: String) throws {
  try FileManager.default.removeItem(atPath: path)
}
