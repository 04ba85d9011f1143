import FreshetCorpus
import Foundation
import FreshetTestSupport
import GRDB
import FreshetStorage
import Testing

/// A store that this process may not write: reads are as reliable as the manner allows, and make no file beside it.
struct ReadOnlyStoreTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/.freshet"
    let store = try Store(at: path, for: .writing)
    try store.write { try StoredDocuments.install("a", ["one"], $0) }
  }

  private func names(of store: Store) throws -> [String] { try store.read { try $0.documentIDs() }.map(\.path) }
  private func listing() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }

  @Test func `a store without a log is read in place, and no file is made beside it`() throws {
    let before = try listing()
    #expect(before == ["store.sqlite", "writer.lock"])
    let store = try Store(at: path, for: .inspecting)
    #expect(try names(of: store) == ["a"])
    #expect(store.readOnlyManner == .still)
    #expect(try listing() == before)
    #expect(throws: StorageError.readOnly(path: path)) { try store.write { try $0.record(tokensPerSecond: 1) } }
  }

  @Test func `with shared memory, a read-only store is read while a writer runs, with every commit`() throws {
    let writer = try Store(at: path, for: .writing)
    let store = try Store(at: path, for: .inspecting)
    for name in ["b", "c"] {
      try writer.write { try StoredDocuments.install(name, [name], $0) }
      #expect(try names(of: store).last == name)
    }
    #expect(store.readOnlyManner == .shared)
  }

  @Test func `the next read notices a writer that started or ended`() throws {
    let store = try Store(at: path, for: .inspecting)
    #expect(try names(of: store) == ["a"])
    do {
      let writer = try Store(at: path, for: .writing)
      try writer.write { try StoredDocuments.install("b", ["two"], $0) }
      #expect(try names(of: store) == ["a", "b"])
      #expect(store.readOnlyManner == .shared)
    }
    let writer = try Store(at: path, for: .writing)
    try writer.write { try StoredDocuments.install("c", ["three"], $0) }
    #expect(try names(of: store) == ["a", "b", "c"])
  }

  @Test func `a result that was read during a write doesn't count`() throws {
    let store = try Store(at: path, for: .inspecting)
    #expect(throws: StorageError.changing(path: path)) {
      try store.read { reader in
        let writer = try Store(at: path, for: .writing)
        try writer.write { try StoredDocuments.install("b", ["two"], $0) }
        return try reader.documentIDs()
      }
    }
    #expect(try names(of: store) == ["a", "b"])
  }

  @Test func `the log of a killed process is read from a private copy, of which nothing remains`() throws {
    let copy = folder.path + "/copy"
    do {
      let writer = try Store(at: path, for: .writing)
      try writer.write { try StoredDocuments.install("b", ["two"], $0) }
      try FileManager.default.copyItem(atPath: path, toPath: copy)
    }
    try FileManager.default.removeItem(atPath: copy + "/store.sqlite-shm")
    let before = try FileManager.default.contentsOfDirectory(atPath: copy).sorted()
    let store = try Store(at: copy, for: .inspecting)
    #expect(try names(of: store) == ["a", "b"])
    let bytes = try ["", "-wal"].map { suffix in
      try #require(
        FileManager.default.attributesOfItem(atPath: copy + "/store.sqlite" + suffix)[.size] as? Int64)
    }
    #expect(store.readOnlyManner == .copied(bytes: bytes[0] + bytes[1]))
    #expect(try FileManager.default.contentsOfDirectory(atPath: copy).sorted() == before)
    let temporary = FileManager.default.temporaryDirectory.path
    let copies = try FileManager.default.contentsOfDirectory(atPath: temporary).filter { name in
      // A past state of another test has a lock, too.
      let hasFile = { (file: String) in FileManager.default.fileExists(atPath: "\(temporary)/\(name)/\(file)") }
      return name.hasPrefix("freshet-scratch-") && hasFile("store.sqlite") && !hasFile("writer.lock")
    }
    #expect(copies == [])
  }

  @Test func `an older format is refused with advice, and left unchanged`() throws {
    try DatabaseQueue(path: path + "/store.sqlite").writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA user_version = 4; PRAGMA wal_checkpoint(TRUNCATE)")
    }
    #expect(throws: StorageError.formatTooOld(path: path, format: 4, supported: 8)) {
      try Store(at: path, for: .inspecting)
    }
    let advice = StorageError.formatTooOld(path: path, format: 4, supported: 8).message.remedies
    #expect(advice == [.reindex(all: false), .useStore("the copy")])
  }
}
