import FreshetCorpus
import FreshetStorage
import FreshetTestSupport
import Testing

/// One process at a time watches a source, and says in the store how far it sees.
struct WatchLeaseTests {
  private let folder: TemporaryFolder
  private let store: Store

  init() throws {
    folder = try TemporaryFolder()
    store = try Store(at: folder.path + "/.freshet", for: .writing)
  }

  private func take(_ holder: String, at now: Int64) throws -> Int64? {
    try store.write {
      try $0.takeWatch(
        over: "files", holder: holder, policy: "write-behind", until: Timestamp(nanoseconds: now + 10),
        at: Timestamp(nanoseconds: now))
    }
  }

  @Test func `a second watcher waits until the first one's lease has expired`() throws {
    let first = try #require(try take("one", at: 0))
    #expect(try take("other", at: 9) == nil)
    try store.write { try $0.holdWatch(over: "files", fence: first, until: Timestamp(nanoseconds: 30)) }
    #expect(try take("other", at: 29) == nil)
    let second = try #require(try take("other", at: 30))
    #expect(second > first)
  }

  @Test func `who had the watch last takes it again at once`() throws {
    let first = try #require(try take("one", at: 0))
    let again = try store.write {
      try $0.takeWatch(
        over: "files", holder: "one", policy: "write-behind", inPlaceOf: first, until: Timestamp(nanoseconds: 15),
        at: Timestamp(nanoseconds: 5))
    }
    #expect(try #require(again) > first)
    #expect(try take("other", at: 6) == nil)
  }

  @Test func `a watcher that was overtaken can neither hold, nor announce, nor write`() throws {
    let first = try #require(try take("one", at: 0))
    _ = try take("other", at: 20)
    let lost = StorageError.leaseLost(path: store.path)
    #expect(throws: lost) {
      try store.write { try $0.holdWatch(over: "files", fence: first, until: Timestamp(nanoseconds: 90)) }
    }
    #expect(throws: lost) { try store.write { try $0.announce(.watching, upTo: nil, over: "files", fence: first) } }
    #expect(throws: lost) {
      try store.write { writer in
        try writer.checkWatch(over: "files", fence: first)
        try writer.observe([DocumentID(path: "a")], at: Timestamp(nanoseconds: 21))
      }
    }
    #expect(try store.read { try $0.marked() } == [])
    try store.write { try $0.endWatch(over: "files", fence: first) }
    #expect(try store.read { try $0.watcher(of: "files")?.holder } == "other")
  }

  @Test(arguments: [
    WatchHealth.watching, .polling(every: .seconds(5), why: "a network"), .catchingUp(why: "overflow"),
    .blind(why: "unmounted"),
  ])
  func `what a watcher says is read back whole`(health: WatchHealth) throws {
    let fence = try #require(try take("one", at: 0))
    try store.write { try $0.announce(health, upTo: Timestamp(nanoseconds: 7), over: "files", fence: fence) }
    #expect(
      try store.read { try $0.watchers() } == [
        WatcherRecord(
          source: "files", holder: "one", fence: fence, expiresAt: Timestamp(nanoseconds: 10), policy: "write-behind",
          health: health, upTo: Timestamp(nanoseconds: 7))
      ])
  }

  private static let hour: Int64 = 3_600_000_000_000

  private func acknowledge(_ cookies: [String], at now: Int64) throws {
    try store.write { try $0.acknowledge(cookies, at: Timestamp(nanoseconds: now)) }
  }

  private func isAcknowledged(_ cookie: String) throws -> Bool { try store.read { try $0.isAcknowledged(cookie) } }

  @Test func `an acknowledgement outlives a jump of the clock, in either direction`() throws {
    try acknowledge(["c1"], at: 5)
    #expect(try isAcknowledged("c1"))
    #expect(try !isAcknowledged("c2"))
    for (cookie, now) in [("c2", 6 + 1000 * Self.hour), ("c3", 7), ("c4", 8 + 2000 * Self.hour)] {
      try acknowledge([cookie], at: now)
    }
    for cookie in ["c1", "c2", "c3", "c4"] { #expect(try isAcknowledged(cookie), "\(cookie)") }
  }

  @Test func `an acknowledgement is forgotten if it is older than an hour and many newer ones exist`() throws {
    let many = StoreWriter.keptAcknowledgements
    try acknowledge(["old"], at: 5)
    try acknowledge((1..<many).map { "c\($0)" }, at: 6)
    #expect(try isAcknowledged("old"))
    try acknowledge(["late"], at: 5 + Self.hour)
    #expect(try isAcknowledged("old"))
    try acknowledge(["later"], at: 6 + Self.hour)
    #expect(try !isAcknowledged("old"))
    #expect(try isAcknowledged("c1") && isAcknowledged("late") && isAcknowledged("later"))
  }
}
