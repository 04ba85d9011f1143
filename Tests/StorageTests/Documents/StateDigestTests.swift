import FreshetCorpus
import FreshetSeededNumbers
import FreshetTestSupport
import GRDB
import FreshetStorage
import Testing

/// The recorded digests of documents' states, by which stores compare what they have.
struct StateDigestTests {
  private let folder: TemporaryFolder
  private let store: Store
  private static let names = ["a.md", "b.md", "c.md", "d.md"]

  init() throws {
    folder = try TemporaryFolder()
    store = try Store(at: folder.path + "/.freshet", for: .writing)
  }

  private func execute(_ sql: String) throws {
    let queue = try DatabaseQueue(path: store.path + "/store.sqlite")
    try queue.write { try $0.execute(sql: sql) }
    try queue.close()
  }

  /// Records all digests, and `root` as that of the tree.
  private func record(root: UInt128) throws {
    let claim = DigestClaim.random()
    var last: Int64? = 0
    while let after = last { last = try store.write { try $0.recordStateDigests(after: after, atMost: 2, claim) } }
    try store.write { try $0.record(treeRoot: root, claim) }
  }

  /// The digests computed from the states themselves.
  private func computed() throws -> [DocumentID: Fingerprint] {
    try store.read { reader in
      let states = try (Self.names + ["e.md"]).map { try reader.state(of: DocumentID(path: $0)) }
      return Dictionary(
        states.filter { !$0.versions.siblings.isEmpty }.map { ($0.document, $0.digest) }
      ) { first, _ in first }
    }
  }

  /// The digests that the store computes once it has none on record.
  private func computedAgain() throws -> [DocumentID: Fingerprint] {
    try execute("UPDATE documents SET digest = NULL")
    return try served()
  }

  private func served() throws -> [DocumentID: Fingerprint] { try store.read { try $0.stateDigests() } }

  @Test func `recorded digests are those of the states, and the root stays until a document changes`() throws {
    for name in Self.names { try store.write { try StoredDocuments.install(name, [name], $0) } }
    #expect(try store.read { try $0.treeRoot() } == nil)
    try record(root: 7)
    #expect(try store.read { try $0.treeRoot() } == 7)
    #expect(try served() == computed())
    try store.write { try $0.observe([DocumentID(path: "a.md")], at: StoredDocuments.start) }
    #expect(try store.read { try $0.treeRoot() } == 7, "a mark changes no state")
    try store.write { try StoredDocuments.install("a.md", ["other"], $0) }
    #expect(try store.read { try $0.treeRoot() } == nil)
    #expect(try served() == computed())
  }

  @Test func `a root that was computed before a change isn't recorded after it`() throws {
    try store.write { try StoredDocuments.install("a.md", ["one"], $0) }
    let (early, late) = (DigestClaim.random(), DigestClaim.random())
    #expect(try store.write { try $0.recordStateDigests(after: 0, atMost: 10, early) } == nil)
    #expect(try store.read { try $0.stateDigests(under: early) } == served())
    try store.write { try StoredDocuments.install("a.md", ["two"], $0) }
    #expect(try store.read { try $0.stateDigests(under: early) } == nil)
    #expect(try store.write { try $0.recordStateDigests(after: 0, atMost: 10, late) } == nil)
    try store.write { try $0.record(treeRoot: 1, early) }
    #expect(try store.read { try $0.treeRoot() } == nil)
    try store.write { try $0.record(treeRoot: 2, late) }
    #expect(try store.read { try $0.treeRoot() } == 2)
  }

  @Test func `a damaged document has no recorded digest, and nor has the tree`() throws {
    try store.write { try StoredDocuments.install("a.md", ["one"], $0) }
    try store.write { try StoredDocuments.install("b.md", ["two"], $0) }
    try execute("UPDATE documents SET version = '{' WHERE path = 'a.md'")
    try record(root: 7)
    #expect(try store.read { try $0.treeRoot() } == nil)
    #expect(try served()[DocumentID(path: "b.md")] == computed()[DocumentID(path: "b.md")])
    #expect(try served().count == 2)
  }

  private static let changes = [
    (
      "documents_restated",
      "UPDATE documents SET attributes = '{\"fields\":{},\"tags\":{\"x\":[]}}' WHERE path = 'a.md'"
    ),
    ("documents_restated", "UPDATE documents SET path = 'e.md' WHERE path = 'a.md'"),
    (
      "versions_came",
      "INSERT INTO versions (document, replica, write, stamp, is_current) VALUES (1, 'other', 9, 1, 1)"
    ),
    ("versions_restated", "UPDATE versions SET write = 99 WHERE document = 1"),
    ("versions_restated", "UPDATE versions SET is_current = 0 WHERE document = 1"),
    ("versions_left", "DELETE FROM placements; DELETE FROM versions WHERE document = 1"),
    ("documents_left", "DELETE FROM placements; DELETE FROM versions; DELETE FROM documents"),
  ]

  @Test(arguments: changes)
  func `whatever changes a state clears its digest and the root`(trigger: String, sql: String) throws {
    for name in Self.names { try store.write { try StoredDocuments.install(name, [name], $0) } }
    try record(root: 7)
    try execute(sql)
    #expect(try store.read { try $0.treeRoot() } == nil)
    let served = try served()
    #expect(try served == computedAgain())
  }

  @Test(arguments: changes)
  func `without its trigger a change leaves a stale digest or root`(trigger: String, sql: String) throws {
    for name in Self.names { try store.write { try StoredDocuments.install(name, [name], $0) } }
    try record(root: 7)
    if trigger == "documents_left" {
      try execute("DROP TRIGGER versions_left")
    }
    try execute("DROP TRIGGER \(trigger)")
    try execute(sql)
    let hasStaleRoot = try store.read { try $0.treeRoot() } != nil
    let served = try served()
    #expect(try hasStaleRoot || served != computedAgain())
  }

  @Test(arguments: 0..<20)
  func `after any writes recorded digests are those of the states`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var (now, recorded): (Int64, [DocumentID: Fingerprint]?) = (1, nil)
    for step in 0..<40 {
      now += 1_000_000_000
      try change(&random, at: now)
      #expect(try served() == computed(), "seed \(seed), step \(step)")
      if try store.read({ try $0.treeRoot() }) != nil {
        #expect(try served() == recorded, "seed \(seed), step \(step)")
      }
      if random.chance(40) {
        try record(root: UInt128(step))
        recorded = try served()
        #expect(try store.read { try $0.treeRoot() } != nil, "seed \(seed), step \(step)")
      }
    }
  }

  private func change(_ random: inout SplitMix64, at nanoseconds: Int64) throws {
    let (name, now) = (random.pick(Self.names), Timestamp(nanoseconds: nanoseconds))
    let (id, text) = (DocumentID(path: name), "text \(Int.random(in: 0..<6, using: &random))")
    let number = Int.random(in: 0..<8, using: &random)
    try store.write { writer in
      try writer.activate(StoredDocuments.space)
      switch number {
      case 0, 1, 2: try StoredDocuments.install(name, [text], at: nanoseconds, writer)
      case 3:
        try writer.keep(StoredDocuments.texts([text]), at: now)
        var change = AttributeChange()
        change.addedTags = [text]
        _ = try writer.write(
          StoredDocuments.manifest(name, [text]).content, to: id, context: CausalContext(), change: change, at: now)
      case 4: _ = try writer.retire(id, over: try writer.reader.moment(), at: now)
      case 5: try writer.becomeAnotherReplica(since: HybridTime(ticks: 0))
      case 6: _ = try writer.erase(id, at: now)
      default:
        _ = try writer.collectGarbage(Retention(history: now, grace: now), at: now)
        try writer.repairClock(at: now)
      }
    }
  }
}
