internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetSeededNumbers
import Testing

@Suite struct RefreshLedgerTests {
  static let rest = RestingTime(gap: .milliseconds(200), maxDuration: .milliseconds(600))
  static let retries = RetrySchedule(base: .milliseconds(400), cap: .milliseconds(800), maxAttempts: 3)

  private static func ledger() -> RefreshLedger { RefreshLedger(rest: rest, retries: retries, seed: 7) }
  private static func at(_ tick: Int) -> Timestamp { Timeline.moment(tick) }

  private let a = DocumentID(path: "a")
  private let b = DocumentID(path: "b")
  private let c = DocumentID(path: "c")

  @Test func `each step of a document's way has a state that tells it`() {
    var ledger = Self.ledger()
    #expect(ledger.state(of: a) == nil)
    ledger.observe(a, now: Self.at(0))
    #expect(ledger.state(of: a) == .observed(since: Self.at(0), restsUntil: Self.at(2), deadline: Self.at(6)))
    ledger.observe(a, now: Self.at(1))
    #expect(ledger.state(of: a) == .observed(since: Self.at(0), restsUntil: Self.at(3), deadline: Self.at(6)))
    #expect(ledger.beginDue(now: Self.at(3)) == [a])
    #expect(ledger.state(of: a) == .refreshing(since: Self.at(3)))
    ledger.observe(a, now: Self.at(4))
    ledger.observe(a, now: Self.at(5))
    #expect(ledger.state(of: a) == .refreshingAndChanged(since: Self.at(3), changedAt: Self.at(4)))
    ledger.end(a, .answered, now: Self.at(6))
    #expect(ledger.state(of: a) == .observed(since: Self.at(4), restsUntil: Self.at(7), deadline: Self.at(10)))
    #expect(ledger.beginDue(now: Self.at(7)) == [a])
    ledger.end(a, .answered, now: Self.at(8))
    #expect(ledger.state(of: a) == nil)
  }

  @Test func `a document that fails backs off longer and longer, and is a dead letter in the end`() {
    var ledger = Self.ledger()
    ledger.observe(a, now: Self.at(0))
    var next: [RefreshLedger.State?] = []
    for tick in [10, 20, 30] {
      #expect(ledger.beginDue(now: Self.at(tick)) == [a])
      next.append(ledger.end(a, .failed(why: "why"), now: Self.at(tick)).next)
    }
    // 0.8467… of 400 ms, 0.3301… of 800 ms: see `draws are the same in every run`.
    let expected: [RefreshLedger.State?] = [
      .backingOff(until: Self.at(10) + .nanoseconds(338_693_655), attempts: 1),
      .backingOff(until: Self.at(20) + .nanoseconds(264_141_864), attempts: 2),
      .deadLettered(attempts: 3),
    ]
    #expect(next == expected)
    #expect(ledger.nextDue == nil)
    #expect(ledger.beginDue(now: Self.at(100_000)) == [])
    #expect(ledger.unansweredCount == 0)
  }

  @Test func `an observation revives a dead letter, with all its attempts`() {
    var ledger = Self.ledgerWithDeadLetter(a)
    ledger.observe(a, now: Self.at(50))
    #expect(ledger.unansweredCount == 1)
    #expect(ledger.beginDue(now: Self.at(52)) == [a])
    let consequence = ledger.end(a, .failed(why: "why"), now: Self.at(53))
    #expect(consequence.next == .backingOff(until: Self.at(53) + .nanoseconds(338_693_655), attempts: 1))
  }

  @Test func `a document that somebody else found in step is no longer a dead letter`() {
    var ledger = Self.ledgerWithDeadLetter(a)
    ledger.exhume(a)
    #expect(ledger.state(of: a) == nil)
    #expect(ledger.unansweredCount == 0)
    ledger.observe(b, now: Self.at(50))
    ledger.exhume(b)
    #expect(ledger.unansweredCount == 1)
  }

  @Test func `what is due begins in the order of first observation, as far as there is room`() {
    var ledger = Self.ledger()
    for id in [b, a, c] { ledger.observe(id, now: Self.at(0)) }
    ledger.observe(b, now: Self.at(1))
    #expect(ledger.beginDue(now: Self.at(10), limit: 0) == [])
    #expect(ledger.beginDue(now: Self.at(10), limit: 2) == [b, a])
    #expect(ledger.inFlightCount == 2)
    #expect(ledger.beginDue(now: Self.at(10), limit: 1) == [c])
    ledger.end(b, .overtaken, now: Self.at(11))
    ledger.end(a, .overtaken, now: Self.at(11))
    ledger.observe(a, now: Self.at(11))
    #expect(ledger.beginDue(now: Self.at(20)) == [b, a])
  }

  @Test func `a refresh covers what was observed before it began, and what is awaited is what none covers`() {
    var ledger = Self.ledger()
    for id in [a, b, a] { ledger.observe(id, now: Self.at(0)) }
    #expect(ledger.observations == 3)
    #expect(ledger.outstanding() == [a: 3, b: 2])
    #expect(ledger.beginDue(now: Self.at(2)) == [a, b])
    ledger.observe(a, now: Self.at(3))
    #expect(ledger.observation(of: a) == 4)
    #expect(ledger.outstanding() == [a: 4, b: 2])
    #expect(ledger.end(a, .answered, now: Self.at(4)).covers == 3)
    #expect([ledger.isCovered(a, upTo: 3), ledger.isCovered(a, upTo: 4)] == [true, false])
    #expect(ledger.end(b, .overtaken, now: Self.at(4)).covers == 0)
    #expect(!ledger.isCovered(b, upTo: 2))
    #expect(ledger.outstanding() == [a: 4, b: 2])
    #expect(ledger.beginDue(now: Self.at(6)) == [b, a])
    #expect(ledger.end(b, .failed(why: "why"), now: Self.at(7)).covers == 4)
    #expect(ledger.outstanding() == [a: 4])
    #expect(ledger.end(a, .answered, now: Self.at(7)).covers == 4)
    #expect(ledger.isCovered(a, upTo: 4))
    #expect(ledger.outstanding() == [:])
  }

  @Test func `who waits for an observation isn't held up by later ones, though the document was in step between`() {
    var ledger = Self.ledger()
    ledger.observe(a, now: Self.at(0))
    #expect(ledger.beginDue(now: Self.at(2)) == [a])
    ledger.end(a, .answered, now: Self.at(3))
    ledger.observe(a, now: Self.at(4))
    #expect([ledger.isCovered(a, upTo: 1), ledger.isCovered(a, upTo: 2)] == [true, false])
  }

  @Test func `a refresh that nobody observed a change for is not awaited`() {
    var ledger = Self.ledger()
    ledger.begin([a], now: Self.at(0))
    #expect(ledger.observation(of: a) == nil)
    #expect(ledger.outstanding() == [:])
    #expect(ledger.unansweredCount == 1)
    ledger.end(a, .answered, now: Self.at(1))
    #expect(ledger.state(of: a) == nil)
  }

  @Test func `a clock that is set back delays nothing beyond what it would take from then on`() {
    var ledger = Self.ledger()
    ledger.observe(a, now: Self.at(36_000))
    ledger.begin([b], now: Self.at(36_000))
    ledger.end(b, .failed(why: "why"), now: Self.at(36_000))
    ledger.observe(c, now: Self.at(1))
    #expect(ledger.state(of: a) == .observed(since: Self.at(1), restsUntil: Self.at(3), deadline: Self.at(7)))
    #expect(ledger.state(of: b)?.dueAt.map { $0 <= Self.at(9) } == true)
    #expect(ledger.beginDue(now: Self.at(9)) == [a, b, c])
  }

  private static func ledgerWithDeadLetter(_ id: DocumentID) -> RefreshLedger {
    var ledger = ledger()
    ledger.observe(id, now: at(0))
    for tick in [10, 20, 30] {
      _ = ledger.beginDue(now: at(tick))
      ledger.end(id, .failed(why: "why"), now: at(tick))
    }
    return ledger
  }
}
