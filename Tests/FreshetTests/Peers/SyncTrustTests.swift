import FreshetCorpus
import FreshetEmbedding
import Foundation
import Freshet
import GRDB
import Testing

/// What a peer decides and what it doesn't: docs/FORMAT.md, section 10, *Trust*.
@Suite struct SyncTrustTests {
  private let trees: [DocumentTree]

  init() throws {
    trees = try (0..<3).map { _ in try DocumentTree() }
  }

  /// With an empty folder of its own.
  private func cache(_ index: Int) throws -> RetrievalCache {
    try trees[index].cache()
  }

  private func rows(_ index: Int, _ sql: String) throws -> [String] {
    let queue = try DatabaseQueue(path: trees[index].root + "/.freshet/store.sqlite")
    defer { try? queue.close() }
    return try queue.read { try String.fetchAll($0, sql: sql) }
  }

  /// Lets `asker` exchange with `other`, whose answers of one kind are changed.
  private func sync(
    _ asker: RetrievalCache, with other: RetrievalCache, changing message: String,
    _ change: @escaping @Sendable (inout PeerFrame) -> Void
  ) async throws -> SyncSummary {
    let answers = other.syncAnswers()
    return try await asker.sync { question in
      let answer = try await answers.reply(to: question)
      var frame = try PeerFrame(answer)
      guard frame.name == message else { return answer }
      change(&frame)
      return try frame.bytes()
    }
  }

  @Test(arguments: [1_000_000_000_000_000, 1 << 62, 7])
  func `a claim to have seen all writes of a third store changes nothing, and is reported`(claim: Int) async throws {
    let (third, honest, liar) = (try cache(0), try cache(1), try cache(2))
    try await third.put("The third store's first note.", as: "first")
    _ = try await honest.sync(with: third)
    try await liar.put("The liar's own.", as: "own")
    let name = try await third.status().replica
    let summary = try await sync(honest, with: liar, changing: "greeting") { $0.set(["_0", "seen", name.name], claim) }
    #expect(summary.cutClaims.map(\.replica) == [name])
    #expect(summary.cutClaims.map { [$0.claimed, $0.believed] } == [[UInt64(claim), 1]])
    for number in 0..<9 { try await third.put("Written later, \(number).", as: "later \(number)") }
    _ = try await honest.sync(with: third)
    let texts = try await honest.texts()
    #expect(try await third.texts() == texts)
    #expect(texts.count == 11, "ten of the third store's, and the liar's own")
    #expect(try await honest.sync(with: third).differing == 0)
  }

  @Test func `the side that is asked cuts such a claim, too`() async throws {
    let (third, honest, liar) = (try cache(0), try cache(1), try cache(2))
    try await third.put("The third store's first note.", as: "first")
    _ = try await honest.sync(with: third)
    let name = try await third.status().replica
    let answers = honest.syncAnswers()
    _ = try await liar.sync { question in
      var frame = try PeerFrame(question)
      if frame.name == "hello" { frame.set(["_0", "seen", name.name], 1_000_000_000_000_000) }
      return try await answers.reply(to: try frame.bytes())
    }
    try await third.put("Written later.", as: "later")
    _ = try await honest.sync(with: third)
    #expect(try await honest.texts()["later"] == ["Written later."])
  }

  @Test func `a removal that a hub has forgotten is taken all the same, and all three agree`() async throws {
    let (third, hub, one) = (try cache(0), try cache(1), try cache(2))
    try await third.put("To be removed.", as: "note")
    try await third.put("To stay.", as: "other")
    _ = try await hub.sync(with: third)
    _ = try await one.sync(with: hub)
    try await third.remove("note")
    _ = try await hub.sync(with: third)
    trees[1].advance(bySeconds: 40 * 86_400)
    #expect(try await hub.collectGarbage().documents == 1)
    trees[1].advance(bySeconds: -40 * 86_400)
    let summary = try await one.sync(with: hub)
    #expect(summary.cutClaims.map(\.claimed) == [3], "what the hub has forgotten can't be known here")
    for cache in [third, hub, one] { #expect(try await cache.texts() == ["other": ["To stay."]]) }
    var differing = 0
    for _ in 0..<3 {
      differing = 0
      for pair in [(one, third), (third, hub), (hub, one)] {
        differing += try await pair.0.sync(with: pair.1).differing
      }
    }
    #expect(differing == 0)
    for cache in [third, hub, one] { #expect(try await cache.texts() == ["other": ["To stay."]]) }
  }

  @Test func `a store takes another name once in an exchange, whatever the other side claims`() async throws {
    let (honest, liar) = (try cache(0), try cache(1))
    try await honest.put("Mine.", as: "mine")
    let (before, answers) = (try await honest.status().replica, liar.syncAnswers())
    await #expect(
      throws: FreshetError.untrustworthyReplica(what: "a second reason for this store to change its replica name")
    ) {
      _ = try await honest.sync { question in
        let (asked, answer) = (try PeerFrame(question), try await answers.reply(to: question))
        var frame = try PeerFrame(answer)
        guard frame.name == "greeting", let name = asked.replica else { return answer }
        // Whatever the store's name is now, more of its writes count as seen than it has made.
        frame.set(["_0", "seen", name], 99)
        return try frame.bytes()
      }
    }
    #expect(try await honest.status().replica != before)
    #expect(try await honest.texts() == ["mine": ["Mine."]])
  }
}

/// Received vectors never replace sound ones, and are never all taken on trust.
extension SyncTrustTests {
  private func vectors(_ index: Int) throws -> [String] {
    try rows(index, "SELECT hex(address) || ' ' || hex(components) FROM vectors ORDER BY address")
  }

  @Test func `without the embedder at hand vectors are taken, and stay unchecked until reindex compares them`()
    async throws
  {
    let one = try cache(0)
    for number in 0..<20 { try await one.put("Note \(number) is about tides.", as: "note \(number)") }
    do {
      let absent = DeferredEmbedder(space: HashedNGramEmbedder().space, tokenLimit: nil) {
        throw EmbeddingError.modelMissing(path: "/nowhere")
      }
      let other = try RetrievalCache.open(
        at: .beside(trees[1].root), embedder: absent, sources: [], options: CacheOptions(clock: trees[1].later))
      let summary = try await sync(other, with: one, changing: "contents") { frame in
        for index in frame.items.indices where frame.items[index].kind == 2 {
          frame.items[index].bytes = AnswerLies.east(frame.items[index].bytes.count / 4)
        }
      }
      #expect(summary.contentsReceived == 60)
    }
    #expect(try rows(1, "SELECT count(*) FROM vectors WHERE is_unchecked") == ["20"])
    let other = try cache(1)
    let audit = try await other.audit(verifyingBytes: true)
    #expect(audit.findings.count { $0.rule == .damaged } == 20)
    #expect(
      audit.findings.allSatisfy { "\($0)".contains("differs from the embedder") || $0.rule != .damaged })
    _ = try await other.retrieve("tides", mode: .vector)
    let report = try await other.mendedVectors()
    #expect(report == 20)
    #expect(try rows(1, "SELECT count(*) FROM vectors WHERE is_unchecked") == ["0"])
    #expect(try vectors(1) == vectors(0))
    #expect(try await other.audit(verifyingBytes: true).isCoherent)
    let (mine, theirs) = (
      try await other.retrieve("note 7", mode: .vector), try await one.retrieve("note 7", mode: .vector)
    )
    #expect(mine.hits.map(\.text) == theirs.hits.map(\.text), "an index that was open follows")
  }

  @Test func `a sound vector stays, whatever comes for its passage`() async throws {
    let (one, other) = (try cache(0), try cache(1))
    for cache in [one, other] { try await cache.put("Both have this passage.", as: "same") }
    let before = try vectors(0)
    let summary = try await sync(one, with: other, changing: "contents") { frame in
      for index in frame.items.indices where frame.items[index].kind == 2 {
        frame.items[index].bytes = AnswerLies.east(frame.items[index].bytes.count / 4)
      }
    }
    #expect(summary.contentsReceived == 0, "nothing was asked for")
    #expect(try vectors(0) == before)
  }

  @Test func `a few wrong vectors that a sample misses are found by an audit, and mended by reindex`() async throws {
    let (one, other) = (try cache(0), try cache(1))
    for number in 0..<200 { try await one.put("Note \(number) is about tides and pumps.", as: "note \(number)") }
    _ = try await other.sync(with: one)
    let unchecked = try rows(1, "SELECT count(*) FROM vectors WHERE is_unchecked")
    #expect(unchecked == ["\(200 - 16)"], "sixteen of the batch were embedded again")
    let wrong = AnswerLies.east(HashedNGramEmbedder().space.dimension)
    try replaceOneUnchecked(by: wrong)
    let findings = try await other.audit(verifyingBytes: true).findings
    #expect(findings.count { $0.rule == .damaged } == 1)
    #expect(try await other.mendedVectors() == 1)
    #expect(try vectors(1) == vectors(0))
  }

  private func replaceOneUnchecked(by vector: [UInt8]) throws {
    let checksum = vector.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    let queue = try DatabaseQueue(path: trees[1].root + "/.freshet/store.sqlite")
    try queue.write { database in
      try database.execute(
        sql: """
          UPDATE vectors SET components = ?, checksum = ?
          WHERE id = (SELECT min(id) FROM vectors WHERE is_unchecked)
          """, arguments: [Data(vector), Int64(bitPattern: checksum)])
    }
    try queue.close()
  }
}

/// Damage in an honest store, and texts that don't fit one frame.
extension SyncTrustTests {
  @Test(arguments: [true, false])
  func `a damaged passage leaves its document out by name, and all others are exchanged`(asks: Bool) async throws {
    let (damaged, other) = (try cache(0), try cache(1))
    for number in 0..<5 { try await damaged.put("Note \(number) is here.", as: "note \(number)") }
    try trees[0].execute("UPDATE chunks SET text = 'Something else.' WHERE text = 'Note 3 is here.'")
    let summary = asks ? try await damaged.sync(with: other) : try await other.sync(with: damaged)
    #expect(summary.refusals.map(\.document.path) == ["note 3"])
    #expect(summary.refusals.map(\.reason) == ["contents"])
    #expect(Set(try await other.texts().keys) == ["note 0", "note 1", "note 2", "note 4"])
    #expect(try rows(1, "SELECT count(*) FROM seen") == ["0"], "what was left out is offered again")
  }

  @Test(arguments: [true, false])
  func `a version that can't be read leaves its document out, and isn't taken for removed`(asks: Bool) async throws {
    let (damaged, other) = (try cache(0), try cache(1))
    for number in 0..<5 { try await damaged.put("Note \(number) is here.", as: "note \(number)") }
    _ = try await other.sync(with: damaged)
    try trees[0].execute(
      "UPDATE versions SET stamp = 'x' WHERE document = (SELECT id FROM documents WHERE path = 'note 3')")
    try await other.put("A change.", as: "note 3")
    let summary = asks ? try await damaged.sync(with: other) : try await other.sync(with: damaged)
    #expect(summary.refusals.map(\.document.path) == ["note 3"])
    #expect(summary.refusals.map(\.reason) == ["damaged"])
    let side = asks ? "this store" : "the other store"
    #expect(
      summary.refusals.map(\.message) == [
        "pushed:note 3 was left out, because it is damaged in \(side): \(run: .reindex(all: true)) for \(side)"
      ])
    #expect(try await other.texts()["note 3"] == ["A change."])
    #expect(try await other.texts().count == 5)
  }

  @Test func `a damaged passage is mended by a peer that has it`() async throws {
    let (one, other) = (try cache(0), try cache(1))
    try await one.put("A passage that both have.", as: "note")
    _ = try await other.sync(with: one)
    try trees[0].execute("UPDATE chunks SET text = 'Something else.'")
    try await other.put("A passage that both have.", as: "second")
    _ = try await one.sync(with: other)
    #expect(try await one.texts()["note"] == ["A passage that both have."])
  }

  @Test func `a pushed text longer than a frame comes in parts, both ways`() async throws {
    let (one, other) = (try cache(0), try cache(1))
    let paragraph = "The tide turns at noon, and the pumps run until it has turned again.\n\n"
    let long = String(repeating: paragraph, count: 130_000)  // 9 MiB, of a few passages
    try await one.put(long, as: "from one")
    try await other.put(long + "Another end.", as: "from other")
    let summary = try await one.sync(with: other)
    #expect(summary.refusals == [])
    for cache in [one, other] {
      #expect(try await cache.get("from one")?.text == long)
      #expect(try await cache.get("from other")?.text == long + "Another end.")
    }
  }
}

extension RetrievalCache {
  /// What `reindex --all` replaces.
  fileprivate func mendedVectors() async throws -> Int { try await reindex(readingEverything: true).mendedVectors }
}

extension PeerFrame {
  /// The replica that a greeting introduces.
  fileprivate var replica: String? { ((body as? [String: Any])?["_0"] as? [String: Any])?["replica"] as? String }
}
