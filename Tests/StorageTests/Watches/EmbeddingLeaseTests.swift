import FreshetCorpus
import FreshetStorage
import FreshetTestSupport
import Testing

/// Passages without a vector: queued with their text, embedded by one at a time, landed once.
struct EmbeddingLeaseTests {
  private let folder: TemporaryFolder
  private let store: Store
  private let space = StoredDocuments.space.id
  /// Leased first: what is queued together comes in the order of its addresses.
  private let one = StoredDocuments.address("late")
  private let two = StoredDocuments.address("one")

  init() throws {
    folder = try TemporaryFolder()
    store = try Store(at: folder.path + "/.freshet", for: .writing)
    try store.write { writer in
      try writer.activate(StoredDocuments.space)
      try writer.keep(StoredDocuments.texts(["late", "one"]), at: StoredDocuments.start)
      _ = try writer.install(
        StoredDocuments.manifest("a.md", ["late", "one"]), over: try writer.reader.moment(), isMarked: false,
        verified: StoredDocuments.verified(1))
    }
  }

  private func lease(limit: Int = 10, at now: Int64, for duration: Int64 = 10) throws -> EmbeddingLease {
    try store.write {
      try $0.leaseAwaited(
        in: space, limit: limit, holder: "the test", until: Timestamp(nanoseconds: now + duration),
        at: Timestamp(nanoseconds: now))
    }
  }

  private func batch(_ passages: [String]) -> EmbeddedBatch {
    var batch = EmbeddedBatch()
    batch.vectors = StoredDocuments.vectors(passages)
    return batch
  }

  private func land(_ passages: [String], _ lease: EmbeddingLease) throws -> Set<ContentAddress> {
    try store.write { try $0.land(batch(passages), under: lease, at: Timestamp(nanoseconds: 50)) }
  }

  @Test func `what is installed without vectors waits for them, is found by its words, and counts as pending`() throws {
    #expect(try store.read { try $0.awaitedAddresses(in: space) } == [one, two])
    #expect(try store.read { try $0.lexicalMatches("one", limit: 5).map(\.0) } == [two])
    let counts = try store.read { try $0.documentCounts(in: space) }
    #expect([counts.discovered, counts.indexed, counts.pending, counts.failed] as [Int] == [1, 0, 1, 0])
  }

  @Test func `a passage is leased to one at a time, until the lease expires`() throws {
    let first = try lease(limit: 1, at: 0)
    #expect(first.texts.map(\.address) == [one])
    #expect(try lease(at: 5).texts.map(\.address) == [two])
    #expect(try lease(at: 9).texts == [])
    let heir = try lease(at: 10)
    #expect(heir.texts.map(\.address) == [one])
    #expect(heir.fence > first.fence)
  }

  @Test func `a lease that was taken over can't install, and its holder learns it`() throws {
    let late = try lease(limit: 1, at: 0)
    let heir = try lease(at: 20)
    #expect(try land(["late"], late) == [one])
    #expect(try store.read { try $0.vector(at: one, in: space) } == nil)
    #expect(try land(["late", "one"], heir) == [])
    #expect(try store.read { try $0.awaitedAddresses(in: space) } == [])
    #expect(try land(["late"], late) == [one], "what has landed is not landed again")
  }

  @Test func `a lease that is renewed isn't taken over`() throws {
    let held = try lease(at: 0)
    try store.write { try $0.renew(held, until: Timestamp(nanoseconds: 30)) }
    #expect(try lease(at: 20).texts == [])
    #expect(try store.read { try $0.nextAwaited(in: space) } == Timestamp(nanoseconds: 30))
  }

  @Test func `landing is a change of every document that waited, and of no other`() throws {
    try store.write { try StoredDocuments.install("b.md", ["three"], $0) }
    let before = try store.read { try $0.token().sequence }
    #expect(try land(["late", "one"], try lease(at: 0)) == [])
    #expect(
      try store.read { try $0.changes(after: before) }
        == [Change(sequence: before + 1, kind: .embed, document: DocumentID(path: "a.md"))])
    #expect(try store.read { try $0.documentCounts(in: space).indexed } == 2)
  }

  @Test func `a passage that fails waits, is given up at last, and its document counts as failed`() throws {
    let held = try lease(limit: 1, at: 0)
    try store.write {
      try $0.failAwaited(
        one, under: held, why: "poison", attempts: 1, retryAt: Timestamp(nanoseconds: 40), isDeadLetter: false)
    }
    #expect(try lease(at: 30).texts.map(\.address) == [two], "the other isn't blocked")
    let again = try lease(at: 40)
    #expect(again.texts.map(\.attempts) == [1, 0])
    try store.write {
      try $0.failAwaited(one, under: again, why: "poison", attempts: 8, retryAt: nil, isDeadLetter: true)
    }
    #expect(try lease(at: 90).texts.map(\.address) == [two])
    #expect(try store.read { try $0.documentCounts(in: space).failed } == 1)
    #expect(try store.read { try $0.failedPassages() } == [DocumentID(path: "a.md"): "poison"])
    try store.write { try $0.reviveAwaited(in: space, at: Timestamp(nanoseconds: 200)) }
    #expect(try lease(at: 200).texts.map(\.address) == [one, two])
  }

  @Test func `what nobody places any more is not embedded`() throws {
    try store.write { try $0.retire(DocumentID(path: "a.md"), over: $0.reader.moment(), at: Timestamp(nanoseconds: 3)) }
    #expect(try store.read { try $0.awaitedCount(in: space, at: Timestamp(nanoseconds: 5)).passages } == 0)
    #expect(try store.read { try $0.nextAwaited(in: space) } == nil)
    #expect(try lease(at: 0).texts == [])
    #expect(try store.read { try $0.awaitedAddresses(in: space) } == [])
  }

  @Test func `texts that are wanted before they are placed are leased, but for those that somebody embeds or has`()
    throws
  {
    _ = try lease(limit: 1, at: 0)
    let texts = StoredDocuments.texts(["late", "one", "new"])
    let granted = try store.write { writer in
      try writer.keep(texts, at: StoredDocuments.start)
      try writer.keep(StoredDocuments.vectors(["one"]), in: space)
      return try writer.leaseMissing(
        texts, in: space, holder: "another", until: Timestamp(nanoseconds: 15), at: Timestamp(nanoseconds: 5))
    }
    #expect(granted.texts.map(\.address) == [StoredDocuments.address("new")])
  }

  @Test func `an old vector answers for the passage that took its place, until its own lands`() throws {
    _ = try land(["late", "one"], try lease(at: 0))
    let id = DocumentID(path: "a.md")
    let new = StoredDocuments.address("new")
    try store.write { writer in
      try writer.keep(StoredDocuments.texts(["new"]), at: StoredDocuments.start)
      _ = try writer.install(
        StoredDocuments.manifest("a.md", ["late", "new"]), over: try writer.reader.moment(), standIns: [1: two],
        isMarked: false,
        verified: StoredDocuments.verified(2))
    }
    #expect(
      try store.read { try $0.answers(of: id, in: space) }
        == [PassageAnswer(own: one, answering: one), PassageAnswer(own: new, answering: two)])
    #expect(try store.read { try $0.placements(at: [two]) } == [:], "superseded text is no longer served")
    #expect(try store.read { try $0.awaiting(behind: [two]) } == [two: [new]])
    #expect(try store.read { try $0.standIns(for: [new]) } == [new: [two]])
    _ = try land(["new"], try lease(at: 100))
    #expect(
      try store.read { try $0.answers(of: id, in: space).map(\.answering) } == [one, new])
    #expect(try store.read { try $0.awaiting(behind: [two]) } == [:])
  }

  @Test func `passages outside the vocabulary are counted while they are served`() throws {
    var found = batch(["late", "one"])
    found.unknown = [two]
    let lease = try lease(at: 0)
    _ = try store.write { try $0.land(found, under: lease, at: Timestamp(nanoseconds: 50)) }
    #expect(try store.read { try $0.unknownCount(in: space) } == 1)
    try store.write { try StoredDocuments.install("a.md", ["late"], at: 60, $0) }
    #expect(try store.read { try $0.unknownCount(in: space) } == 0)
  }
}
