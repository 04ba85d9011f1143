internal import FreshetCoherence
internal import FreshetCorpus
import Testing

/// Timelines: what a watcher tells, what is to be done, and what may be promised when.
@Suite struct SourceKeepingTests {
  /// A `SourceKeeping` whose documents never rest, and the seconds since it began.
  struct Run {
    static let catchingUp = WatchHealth.catchingUp(
      why: "the watch has just begun, and its first scan of the source has not ended")

    var keeping: SourceKeeping
    var seconds: Int64 = 0

    init() {
      let policy = WriteThrough(rest: RestingTime(gap: .zero, maxDuration: .zero), seed: 1)
      keeping = SourceKeeping(
        source: "files", policy: policy, reconcileEvery: .seconds(60),
        lookRetries: RetrySchedule(base: .seconds(1), cap: .seconds(4), maxAttempts: .max), now: moment(0))
    }

    /// One whose first look is over.
    static func started() -> Run {
      var run = Run()
      _ = run.notice(upTo: 0)
      _ = run.tell(.looked(changed: [], startedAt: moment(0)))
      return run
    }

    mutating func tell(_ event: KeepingEvent) -> [KeepingAction] { keeping.handle(event, now: moment(seconds)) }

    mutating func notice(
      _ touched: [ExactPath] = [], scopes: Set<ExactPath> = [], cookies: [String] = [], upTo: Int64? = nil,
      health: WatchHealth = .watching
    ) -> [KeepingAction] {
      var batch = WatchBatch(health: health)
      (batch.touched, batch.scopes, batch.cookies) = (Set(touched), scopes, cookies)
      batch.upTo = upTo.map(moment)
      return tell(.noticed(batch))
    }

    mutating func ended(_ path: String, _ end: RefreshEnd = .answered) -> [KeepingAction] {
      tell(.refresh(.ended(DocumentID(path: path), end)))
    }

    mutating func looked(_ changed: String...) -> [KeepingAction] {
      tell(.looked(changed: changed.map { DocumentID(path: $0) }, startedAt: moment(seconds)))
    }
  }

  static func moment(_ seconds: Int64) -> Timestamp { Timestamp(seconds: seconds, nanoseconds: 0) }

  static func mark(_ paths: String...) -> KeepingAction { .mark(paths.map { DocumentID(path: $0) }) }

  static func refresh(_ path: String) -> KeepingAction { .refresh(.refresh([DocumentID(path: path)], .whole)) }

  static func announce(_ health: WatchHealth, _ upTo: Int64?) -> KeepingAction {
    .announce(health, upTo: upTo.map(moment))
  }

  static func catchingUp(_ folders: String) -> WatchHealth {
    .catchingUp(why: "the watcher reported changed folders without naming the files: \(folders)")
  }

  @Test func `the first batch asks for a look at everything, and until it has ended nothing is promised`() {
    var run = Run()
    #expect(run.notice(upTo: 5) == [Self.announce(Run.catchingUp, nil), .look([""])])
    #expect(run.looked("a") == [Self.refresh("a"), Self.announce(.watching, 5)])
  }

  @Test func `what was touched is marked before the policy hears of it, and told as on record only then`() {
    var run = Run.started()
    #expect(run.notice(["b", "a"], upTo: 3) == [Self.mark("a", "b")])
    #expect(run.tell(.marked) == [Self.refresh("a"), Self.refresh("b"), Self.announce(.watching, 3)])
  }

  @Test func `whatever comes during a mark waits for the next, and so does the word that covers it`() {
    var run = Run.started()
    #expect(run.notice(["a"], upTo: 1) == [Self.mark("a")])
    #expect(run.notice(["b"], upTo: 2) == [])
    #expect(run.notice(["c"], upTo: 3) == [])
    #expect(run.tell(.marked) == [Self.mark("b", "c"), Self.refresh("a"), Self.announce(.watching, 1)])
    #expect(run.tell(.marked) == [Self.refresh("b"), Self.refresh("c"), Self.announce(.watching, 3)])
  }

  @Test func `a look at a folder follows the marks of its batch, and only then its batch is on record`() {
    var run = Run.started()
    #expect(run.notice(["a"], scopes: ["f"], upTo: 1) == [Self.mark("a"), Self.announce(Self.catchingUp("f"), 0)])
    #expect(run.tell(.marked) == [Self.refresh("a"), .look(["f"])])
    #expect(run.notice(upTo: 2) == [Self.announce(Self.catchingUp("f"), 0)])
    #expect(run.looked("f/b") == [Self.refresh("f/b"), Self.announce(.watching, 2)])
  }

  @Test func `folders that come during a look lead to one more look, without what lies below another`() {
    var run = Run.started()
    #expect(run.notice(scopes: ["f"], upTo: 1) == [Self.announce(Self.catchingUp("f"), 0), .look(["f"])])
    #expect(run.notice(scopes: ["f/deep/est", "g"], upTo: 2) == [])
    #expect(run.notice(scopes: ["f/deep", "gg"], upTo: 3) == [])
    #expect(run.looked() == [Self.announce(Self.catchingUp("f/deep, gg"), 1), .look(["f/deep", "g", "gg"])])
    #expect(run.notice(scopes: ["", "h"], upTo: 4) == [])
    #expect(run.looked() == [Self.announce(Self.catchingUp("the root, h"), 3), .look([""])])
    #expect(run.looked() == [Self.announce(.watching, 4)])
  }

  @Test func `marks and looks take turns, so that neither starves`() {
    var run = Run.started()
    #expect(run.notice(["a"], scopes: ["f"]) == [Self.mark("a"), Self.announce(Self.catchingUp("f"), 0)])
    #expect(run.notice(["b"], upTo: 2) == [])
    #expect(run.tell(.marked) == [Self.refresh("a"), .look(["f"])])
    #expect(run.notice(["c"], scopes: ["g"], upTo: 3) == [])
    #expect(run.looked() == [Self.mark("b", "c"), Self.announce(Self.catchingUp("g"), 0)])
    #expect(
      run.tell(.marked)
        == [Self.refresh("b"), Self.refresh("c"), Self.announce(Self.catchingUp("g"), 2), .look(["g"])])
    #expect(run.looked() == [Self.announce(.watching, 3)])
  }

  @Test func `a heartbeat is announced always, anything else only when it changes something`() {
    var run = Run.started()
    #expect(run.notice(upTo: 7) == [Self.announce(.watching, 7)])
    #expect(run.notice(upTo: 7) == [Self.announce(.watching, 7)])
    #expect(run.notice() == [])
    #expect(run.tell(.refresh(.timePassed)) == [])
  }

  @Test func `the watcher's last word counts, also when its clock went back`() {
    var run = Run.started()
    #expect(run.notice(upTo: 50) == [Self.announce(.watching, 50)])
    #expect(run.notice(upTo: 20) == [Self.announce(.watching, 20)])
  }
}

extension SourceKeepingTests {
  @Test func `a cookie is acknowledged when everything before it is marked, looked at and refreshed`() {
    var run = Run.started()
    #expect(run.notice(["a"], cookies: ["one"]) == [Self.mark("a")])
    #expect(run.tell(.marked) == [Self.refresh("a")])
    #expect(run.notice(scopes: ["f"], cookies: ["two"]) == [Self.announce(Self.catchingUp("f"), 0), .look(["f"])])
    #expect(run.looked("f/b") == [Self.refresh("f/b"), Self.announce(.watching, 0)])
    #expect(run.notice(["c"]) == [Self.mark("c")])
    #expect(run.tell(.marked) == [Self.refresh("c")])
    #expect(run.ended("a") == [.acknowledge(["one"])])
    #expect(run.ended("f/b") == [.acknowledge(["two"])])
  }

  @Test func `a cookie that nothing is outstanding for is acknowledged at once`() {
    var run = Run.started()
    #expect(run.notice(cookies: ["one"], upTo: 1) == [.acknowledge(["one"]), Self.announce(.watching, 1)])
  }

  @Test func `a cookie hurries documents that rest`() {
    let rest = RestingTime(gap: .seconds(5), maxDuration: .seconds(10))
    var keeping = SourceKeeping(
      source: "files", policy: WriteThrough(rest: rest, seed: 1), reconcileEvery: .seconds(60),
      now: Self.moment(0))
    _ = keeping.handle(.noticed(WatchBatch(health: .watching)), now: Self.moment(0))
    let changed = [DocumentID(path: "a")]
    let resting = keeping.handle(.looked(changed: changed, startedAt: Self.moment(0)), now: Self.moment(0))
    #expect(resting == [Self.announce(.watching, nil)])
    var batch = WatchBatch(health: .watching)
    batch.cookies = ["one"]
    #expect(keeping.handle(.noticed(batch), now: Self.moment(0)) == [Self.refresh("a")])
  }

  @Test func `a document that fails is known to fail, so it holds up no cookie`() {
    var run = Run.started()
    _ = run.notice(["a"], cookies: ["one"])
    #expect(run.tell(.marked) == [Self.refresh("a")])
    let actions = run.ended("a", .failed(why: "it fails"))
    #expect(actions.last == .acknowledge(["one"]))
    guard case .refresh(.backOff(DocumentID(path: "a"), attempts: 1, why: "it fails", _)) = actions.first else {
      Issue.record("\(actions)")
      return
    }
  }
}
