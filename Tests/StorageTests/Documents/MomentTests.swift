import FreshetCorpus
import FreshetStorage
import FreshetTestSupport
import Testing

/// What was decided upon an older state of the store must not undo what was committed since.
struct MomentTests {
  private let folder: TemporaryFolder
  private let store: Store
  private let id = DocumentID(path: "a.md")
  private let now = Timestamp(nanoseconds: 9)

  init() throws {
    folder = try TemporaryFolder()
    store = try Store(at: folder.path + "/.freshet", for: .writing)
    try store.write { try StoredDocuments.install("a.md", ["one"], $0) }
  }

  private func install(_ passages: [String], over moment: Moment, isMarked: Bool = false) throws -> CommitOutcome {
    try store.write { writer in
      try writer.keep(StoredDocuments.texts(passages), at: StoredDocuments.start)
      try writer.keep(StoredDocuments.vectors(passages), in: StoredDocuments.space.id)
      return try writer.install(
        StoredDocuments.manifest("a.md", passages), over: moment, isMarked: isMarked,
        verified: StoredDocuments.verified(2))
    }
  }

  @Test func `who read before somebody else's commit loses to it, and learns it`() throws {
    let early = try store.read { try $0.moment() }
    #expect(try install(["new"], over: early) == .committed)
    #expect(try install(["old"], over: early) == .overtaken)
    #expect(try store.read { try $0.manifest(of: id)?.placements.map(\.address) } == [StoredDocuments.address("new")])
  }

  @Test func `who read the same bytes as the other has nothing to add`() throws {
    let early = try store.read { try $0.moment() }
    #expect(try install(["new"], over: early) == .committed)
    let token = try store.read { try $0.token() }
    #expect(try install(["new"], over: early) == .alreadyDone)
    #expect(try store.read { try $0.token() } == token)
  }

  @Test func `an absence that was seen before a commit retires nothing`() throws {
    let early = try store.read { try $0.moment() }
    #expect(try install(["new"], over: early) == .committed)
    #expect(try store.write { try $0.retire(id, over: early, at: now) } == .overtaken)
    #expect(try store.read { try $0.document(id) } != nil)
  }

  @Test func `who read before somebody else found the document in step loses to that look`() throws {
    try store.write { try $0.observe([id], at: now) }
    let early = try store.read { try $0.moment() }
    try store.write { try $0.observe([id], at: now) }
    try store.write { writer in
      let served = try #require(try writer.reader.document(id))
      let stamp = FileStamp(device: 1, inode: 1, sizeInBytes: 3, modified: now, statusChanged: now)
      let stamped = StampedRevision(revision: served.revision, stamp: stamp, lookedAt: now, mounts: nil)
      #expect(try writer.confirm(id, stamped: stamped, over: try writer.reader.moment()) == .committed)
    }
    #expect(try install(["old"], over: early) == .overtaken)
    #expect(try store.write { try $0.retire(id, over: early, at: now) } == .overtaken)
  }

  @Test func `who read a document that somebody else saw vanish since doesn't bring it back`() throws {
    let gone = DocumentID(path: "gone.md")
    try store.write { try $0.observe([gone], at: now) }
    let early = try store.read { try $0.moment() }
    try store.write { try $0.answer(gone, upTo: early) }
    let outcome = try store.write { writer in
      try writer.keep(StoredDocuments.texts(["text"]), at: StoredDocuments.start)
      return try writer.install(
        StoredDocuments.manifest("gone.md", ["text"]), over: early, verified: StoredDocuments.verified(2))
    }
    #expect(outcome == .overtaken)
    #expect(try store.read { try $0.document(gone) } == nil)
  }

  @Test func `a confirmation of other bytes than are served confirms nothing`() throws {
    let stamp = FileStamp(
      device: 1, inode: 1, sizeInBytes: 3, modified: Timestamp(nanoseconds: 1), statusChanged: Timestamp(nanoseconds: 1)
    )
    let stamped = StampedRevision(
      revision: Revision(hashing: Array("old".utf8)), stamp: stamp, lookedAt: now, mounts: nil)
    let outcome = try store.write { try $0.confirm(id, stamped: stamped, over: $0.reader.moment()) }
    #expect(outcome == .overtaken)
    #expect(try store.read { try $0.document(id)?.stamped } == nil)
  }

  @Test func `what is observed while a document is on its way stays to be done`() throws {
    try store.write { try $0.observe([id], at: now) }
    let early = try store.read { try $0.moment() }
    try store.write { try $0.observe([id], at: now) }
    #expect(try install(["new"], over: early) == .committed)
    #expect(try store.read { try $0.marked().map(\.id) } == [id])
    let later = Moment(
      sequence: early.sequence + 1, observation: early.observation, takenAt: Timestamp(nanoseconds: 20))
    #expect(try install(["again"], over: later) == .committed)
    #expect(
      try store.read { try $0.marked(id)?.observedAt } == Timestamp(nanoseconds: 20), "it waits since the last look")
    #expect(try install(["newer"], over: try store.read { try $0.moment() }) == .committed)
    #expect(try store.read { try $0.marked() } == [])
  }

  @Test func `an entry that was observed again isn't passed over on an older look`() throws {
    let image = DocumentID(path: "image")
    try store.write { try $0.observe([image], at: now) }
    let early = try store.read { try $0.moment() }
    try store.write { try $0.observe([image], at: now) }
    let entry = SkipRecord(reason: .binary, text: nil, stamped: nil)
    #expect(try store.write { try $0.skip(image, entry, over: early, at: now) } == .overtaken)
    #expect(try store.write { try $0.skip(image, entry, over: $0.reader.moment(), at: now) } == .committed)
    #expect(try store.read { try $0.skips() } == [image: entry])
  }

  @Test func `a failed document keeps its first sighting, and a new one brings it back from the dead`() throws {
    try store.write { writer in
      try writer.observe([id], at: Timestamp(nanoseconds: 1))
      try writer.fail(id, why: "poison", attempts: 8, isDeadLetter: true, at: Timestamp(nanoseconds: 2))
    }
    let deadLetters = MarkedDocument(
      id: id, observedAt: Timestamp(nanoseconds: 1), attempts: 8, failure: "poison", nextAttemptAt: nil,
      isDeadLetter: true,
      isHeldBack: false)
    #expect(try store.read { try $0.marked(id) } == deadLetters)
    try store.write { try $0.observe([id], at: now) }
    #expect(try store.read { try $0.marked(id)?.isDeadLetter } == false)
    #expect(try store.read { try $0.oldestMark()?.observedAt } == Timestamp(nanoseconds: 1))
  }

  @Test func `a document's last sixteen steps are kept, in their order`() throws {
    try store.write { writer in
      for step in 0..<20 { try writer.note(id, .failed, detail: "\(step)", at: Timestamp(nanoseconds: Int64(step))) }
    }
    #expect(try store.read { try $0.transitions(of: id).map(\.detail) } == (4..<20).map { "\($0)" })
  }
}
