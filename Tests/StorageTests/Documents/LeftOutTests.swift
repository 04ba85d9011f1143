import FreshetCorpus
import Foundation
import FreshetTestSupport
import GRDB
import FreshetStorage
import Testing

/// Damaged rows are left out and noted; the others are read as usual.
@Suite struct LeftOutTests {
  private let folder: TemporaryFolder
  private let path: String
  private static let id = DocumentID(path: "a")
  private static let space = StoredDocuments.space.id

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/.freshet"
    try Store(at: path, for: .writing).write { writer in
      try StoredDocuments.install("a", ["one walrus", "two walruses", "three walruses"], writer)
      try StoredDocuments.install("b", ["four walruses"], at: 2, writer)
    }
  }

  private func execute(_ sql: String) throws {
    let queue = try DatabaseQueue(path: path + "/store.sqlite")
    try queue.write { try $0.execute(sql: sql) }
    try queue.close()
  }

  static let places = [
    "UPDATE placements SET headings = '[' WHERE document = 1 AND ordinal = 1",
    "UPDATE placements SET headings = '[1]' WHERE document = 1 AND ordinal = 1",
    "UPDATE placements SET headings = '[\"\\ud800\"]' WHERE document = 1 AND ordinal = 1",
    "UPDATE placements SET headings = x'ff' WHERE document = 1 AND ordinal = 1",
    "UPDATE placements SET start = -1 WHERE document = 1 AND ordinal = 1",
    "UPDATE placements SET \"end\" = 9223372036854775807 WHERE document = 1 AND ordinal = 1",
    "UPDATE placements SET \"end\" = 0 WHERE document = 1 AND ordinal = 1",
    "UPDATE placements SET \"end\" = 1e300 WHERE document = 1 AND ordinal = 1",
    "UPDATE placements SET start = 'ten' WHERE document = 1 AND ordinal = 1",
    "UPDATE placements SET first_line = 0 WHERE document = 1 AND ordinal = 1",
    "UPDATE placements SET last_line = -9223372036854775808 WHERE document = 1 AND ordinal = 1",
  ]

  @Test(arguments: places)
  func `a damaged placement is left out, the document's other placements aren't`(_ damage: String) throws {
    try execute(damage)
    try Store(at: path, for: .reading).read { reader throws in
      #expect(try reader.placements(of: Self.id).map(\.ordinal) == [0, 2])
      #expect(reader.leftOut.count == 1)
      #expect(reader.leftOut.contains(.placement(Self.id, ordinal: 1)))
      #expect(try reader.placements(at: [StoredDocuments.address("two walruses")]) == [:])
      #expect(try reader.placements(at: [StoredDocuments.address("one walrus")]).values.map(\.count) == [1])
      #expect(reader.leftOut.count == 1, "the same row counts once")
      let passages = try reader.storedPassages(of: Self.id, in: nil)
      #expect(passages.map(\.isPlaceSound) == [true, false, true])
      #expect(passages.map(\.isTextSound) == [true, true, true])
    }
  }

  @Test(arguments: ["x'00'", "zeroblob(33)", "'no digest'", "17"])
  func `a passage with an invalid address is left out of every search`(_ address: String) throws {
    try execute("UPDATE chunks SET address = \(address) WHERE text = 'two walruses'")
    try Store(at: path, for: .reading).read { reader throws in
      #expect(try reader.placements(of: Self.id).map(\.ordinal) == [0, 2])
      #expect(try reader.answers(of: Self.id, in: Self.space).count == 2)
      #expect(try reader.lexicalMatches("walruses", limit: 5).count == 2)
      var answering: [ContentAddress] = []
      try reader.answeringAddresses(in: Self.space) { answering.append($1) }
      #expect(answering.count == 3)
      #expect(reader.leftOut.count > 0)
      #expect(try reader.storedPassages(of: Self.id, in: nil).map(\.isTextSound) == [true, false, true])
    }
  }

  @Test func `a text that doesn't match its address is left out, even with a NUL that another program wrote`() throws {
    try execute("UPDATE chunks SET text = CAST(x'6100' AS TEXT) WHERE text = 'two walruses'")
    let honest = ContentAddress(hashing: NormalizedText(normalizing: "a\0"))
    try Store(at: path, for: .reading).read { reader throws in
      #expect(try reader.soundText(at: StoredDocuments.address("two walruses")) == nil)
      #expect(reader.leftOut.contains(.text(StoredDocuments.address("two walruses"))))
    }
    let queue = try DatabaseQueue(path: path + "/store.sqlite")
    try queue.write {
      try $0.execute(
        sql: "UPDATE chunks SET address = ? WHERE address = ?",
        arguments: [
          Data(honest.fingerprint.bytes), Data(StoredDocuments.address("two walruses").fingerprint.bytes),
        ])
    }
    try queue.close()
    #expect(try Store(at: path, for: .reading).read { try $0.soundText(at: honest)?.string } == "a\0")
  }

  static let rows = [
    "UPDATE documents SET revision = x'00' WHERE id = 1", "UPDATE documents SET method = 'guessed' WHERE id = 1",
    "UPDATE documents SET bytes = 'many' WHERE id = 1", "UPDATE documents SET verified_at = 1e300 WHERE id = 1",
    "UPDATE documents SET siblings = 'two' WHERE id = 1", "UPDATE documents SET bytes = -1 WHERE id = 1",
  ]

  @Test(arguments: rows)
  func `a damaged document counts as unverified, and the next install rewrites it`(_ damage: String)
    throws
  {
    let before = try Store(at: path, for: .reading).read { try $0.documents() }
    try execute(damage)
    let store = try Store(at: path, for: .writing)
    try store.read { reader throws in
      #expect(try reader.documents() == [.damaged(Self.id), before[1]])
      #expect(reader.leftOut.contains(.document(Self.id)))
      #expect(try reader.damage(ofRow: Self.id) == ["its row in the store is malformed"])
      #expect(try reader.stampedDocuments(in: Self.space, by: [:], otherwise: "test/1")["files"]?.count == 2)
    }
    try store.write { try StoredDocuments.install("a", ["one walrus", "two walruses", "three walruses"], $0) }
    #expect(try store.read { try $0.documents() } == before)
    #expect(try store.read { try $0.damage(ofRow: Self.id) } == [])
  }

  static let columns: [(assignment: String, sentence: String)] = [
    ("version = '{'", "its version vector is malformed"), ("dots = '7'", "its version vector is malformed"),
    ("attributes = 'null'", "its attributes are malformed"), ("metadata = '[]'", "its metadata are malformed"),
    ("metadata = '{\"a\":\"\\ud800\"}'", "its metadata are malformed"),
  ]

  @Test(arguments: columns)
  func `a damaged column of a document is named, makes no read fail, and is rewritten`(
    _ damage: (assignment: String, sentence: String)
  ) throws {
    let context = try Store(at: path, for: .reading).read { try $0.context(of: Self.id) }
    try execute("UPDATE documents SET \(damage.assignment) WHERE id = 1")
    let store = try Store(at: path, for: .writing)
    try store.read { reader throws in
      #expect(try reader.damage(ofRow: Self.id).contains(damage.sentence))
      #expect(try reader.context(of: Self.id) == context)
      #expect(try reader.manifest(of: Self.id)?.placements.count == 3)
    }
    try store.write { try StoredDocuments.install("a", ["one walrus", "two walruses", "three walruses"], $0) }
    #expect(try store.read { try $0.damage(ofRow: Self.id) } == [])
    #expect(try store.read { try $0.context(of: Self.id) } == context)
  }

  @Test(arguments: ["revision = x'00'", "stamp = -1", "format = 'x'", "manifest = '{'"])
  func `a damaged version is left out of the standing versions, and the next install replaces it`(
    _ assignment: String
  ) throws {
    try execute("UPDATE versions SET \(assignment) WHERE document = 1")
    let store = try Store(at: path, for: .writing)
    try store.read { reader throws in
      #expect(try reader.versions(of: Self.id).count == 0)
      #expect(reader.leftOut.contains(.document(Self.id)))
    }
    try store.write { try StoredDocuments.install("a", ["one walrus", "two walruses", "three walruses"], at: 3, $0) }
    try store.read { reader throws in
      #expect(try reader.currentVersions(of: Self.id).count == 1)
      #expect(try reader.versionSet(of: Self.id).siblings.count == 1)
      #expect(try reader.placements(of: Self.id).count == 3)
      #expect(reader.leftOut.count == 0)
    }
  }

  @Test func `a past state with a damaged placement is refused, not served in part`() throws {
    try execute(Self.places[0])
    let store = try Store(at: path, for: .writing)
    try store.write { try StoredDocuments.install("a", ["one walrus", "no other"], at: 3, $0) }
    #expect(try store.read { try $0.historyBegin() } == 3)
  }

  @Test func `a text that isn't what was stored is never embedded, and its document counts as failed`() throws {
    let store = try Store(at: path, for: .writing)
    let address = StoredDocuments.address("two walruses")
    try execute("DELETE FROM vectors WHERE address = (SELECT address FROM chunks WHERE text = 'two walruses')")
    try execute(
      "INSERT INTO awaited (address, space, queued_at) SELECT address, 1, 1 FROM chunks WHERE text = 'two walruses'")
    try execute("UPDATE chunks SET text = 'two' WHERE text = 'two walruses'")
    let lease = try store.write {
      try $0.leaseAwaited(
        in: Self.space, limit: 8, holder: "test", until: Timestamp(nanoseconds: 99), at: Timestamp(nanoseconds: 9))
    }
    #expect(lease.texts.isEmpty)
    try store.read { reader throws in
      #expect(try reader.nextAwaited(in: Self.space) == nil, "nobody waits for it in vain")
      #expect(try reader.isAwaited(address, in: Self.space))
      #expect(try reader.failedPassages() == [Self.id: "its text isn't what was stored"])
    }
  }
}
