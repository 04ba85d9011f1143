internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetSeededNumbers
import Testing

/// Who waits for what was observed so far, beside the real `RefreshLedger`.
@Suite struct BarrierLedgerTests {
  static let ids = ["a", "b", "c"].map { DocumentID(path: $0) }

  /// A ledger whose documents never rest, and the barriers that go by it.
  struct Run {
    var ledger = RefreshLedger(
      rest: RestingTime(gap: .zero, maxDuration: .zero),
      retries: RetrySchedule(base: .seconds(1), cap: .seconds(1), maxAttempts: 2), seed: 1)
    var barriers = BarrierLedger()
    var now = Timestamp(seconds: 1, nanoseconds: 0)

    mutating func observe(_ names: Int...) {
      for name in names { ledger.observe(BarrierLedgerTests.ids[name], now: now) }
    }

    mutating func begin(_ names: Int...) {
      ledger.begin(names.map { BarrierLedgerTests.ids[$0] }, now: now)
    }

    mutating func end(_ name: Int, _ end: RefreshEnd = .answered) -> [String] {
      let id = BarrierLedgerTests.ids[name]
      ledger.end(id, end, now: now)
      return barriers.release(after: id, ledger)
    }
  }

  @Test func `a cookie that finds nothing outstanding is released at once`() {
    var run = Run()
    #expect(run.barriers.await(["one", "two"], run.ledger) == ["one", "two"])
    run.observe(0)
    run.begin(0)
    #expect(run.end(0) == [])
    #expect(run.barriers.await(["three"], run.ledger) == ["three"])
  }

  @Test func `a cookie waits for every document that was outstanding when it came, and for no other`() {
    var run = Run()
    run.observe(0, 1)
    #expect(run.barriers.await(["one"], run.ledger) == [])
    run.observe(2)
    run.begin(0, 1, 2)
    #expect(run.end(0) == [])
    #expect(run.end(1) == ["one"])
    #expect(run.end(2) == [])
  }

  @Test func `a refresh that began before the last observation covers nothing of it`() {
    var run = Run()
    run.observe(0)
    run.begin(0)
    run.observe(0)
    #expect(run.barriers.await(["one"], run.ledger) == [])
    #expect(run.end(0) == [])
    run.begin(0)
    #expect(run.end(0) == ["one"])
  }

  @Test func `a document that changes during every refresh doesn't starve a cookie`() {
    var run = Run()
    run.observe(0)
    #expect(run.barriers.await(["one"], run.ledger) == [])
    run.begin(0)
    run.observe(0)
    #expect(run.end(0) == ["one"])
  }

  @Test func `a document that fails is known to fail, and one that was overtaken isn't known at all`() {
    var run = Run()
    run.observe(0)
    #expect(run.barriers.await(["one"], run.ledger) == [])
    run.begin(0)
    #expect(run.end(0, .overtaken) == [])
    run.begin(0)
    #expect(run.end(0, .failed(why: "no vector")) == ["one"])
    #expect(run.barriers.await(["two"], run.ledger) == ["two"])
  }

  @Test func `cookies are released in the order in which they came`() {
    var run = Run()
    run.observe(0)
    #expect(run.barriers.await(["one", "two"], run.ledger) == [])
    run.observe(1)
    #expect(run.barriers.await(["three"], run.ledger) == [])
    run.begin(0, 1)
    #expect(run.end(1) == [])
    #expect(run.barriers.waitingCookies == ["one", "two", "three"])
    #expect(run.end(0) == ["one", "two", "three"])
    #expect(run.barriers.waitingCookies == [])
  }

  /// Against a model that keeps, for each cookie, the moment of its documents' last observation.
  @Test func `random histories release a cookie exactly when the last of its documents is answered for`() throws {
    for seed in UInt64(1)...500 {
      var model = Model(seed: seed)
      for _ in 0..<80 { try model.step() }
    }
  }

  private struct Model {
    let seed: UInt64
    var generator: SplitMix64
    var run = Run()
    var clock = 0
    var observed = [0, 0, 0]
    /// When the refresh in flight began; nil when none is.
    var began: [Int?] = [nil, nil, nil]
    var answered = [0, 0, 0]
    var cookies: [(name: String, needs: [Int])] = []

    init(seed: UInt64) {
      self.seed = seed
      generator = SplitMix64(seed: seed)
    }

    mutating func step() throws {
      clock += 1
      let name = Int.random(in: 0..<3, using: &generator)
      switch Int.random(in: 0..<6, using: &generator) {
      case 0, 1:
        run.observe(name)
        observed[name] = clock
      case 2:
        run.now = run.now + .seconds(2)
        for id in run.ledger.beginDue(now: run.now) { began[try index(of: id)] = clock }
      case 3, 4: try end(name)
      default: try cookie()
      }
    }

    private func index(of id: DocumentID) throws -> Int { try #require(BarrierLedgerTests.ids.firstIndex(of: id)) }

    private mutating func end(_ name: Int) throws {
      guard let moment = began[name] else { return }
      let end = generator.pick([RefreshEnd.answered, .overtaken, .failed(why: "it fails")])
      if end != .overtaken { answered[name] = moment }
      began[name] = nil
      let released = run.end(name, end)
      let expected = cookies.filter(isAnswered).map(\.name)
      cookies.removeAll(where: isAnswered)
      try #require(released == expected, "seed \(seed), \(clock)")
    }

    private mutating func cookie() throws {
      let needs = (0..<3).map { observed[$0] > answered[$0] ? observed[$0] : 0 }
      let isFree = needs == [0, 0, 0] as [Int]
      let released = run.barriers.await(["\(clock)"], run.ledger)
      try #require(released == (isFree ? ["\(clock)"] : []), "seed \(seed), \(clock)")
      if !isFree { cookies.append(("\(clock)", needs)) }
    }

    private func isAnswered(_ cookie: (name: String, needs: [Int])) -> Bool {
      (0..<3).allSatisfy { answered[$0] >= cookie.needs[$0] }
    }
  }
}
