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
    #expect(try store.read { try $0.pending() } == [])
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

  @Test func `a cookie that was acknowledged is known for an hour`() throws {
    let hour: Int64 = 3_600_000_000_000
    try store.write { try $0.acknowledge(["c1"], at: Timestamp(nanoseconds: 5)) }
    #expect(try store.read { try $0.isAcknowledged("c1") })
    #expect(try store.read { try !$0.isAcknowledged("c2") })
    try store.write { try $0.acknowledge(["c2"], at: Timestamp(nanoseconds: 6 + hour)) }
    #expect(try store.read { try !$0.isAcknowledged("c1") && $0.isAcknowledged("c2") })
  }
}
