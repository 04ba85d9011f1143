internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetSeededNumbers
import Testing

/// Every short life of one document, and random lives of four, against a model that knows only what was promised.
@Suite struct RefreshLedgerWorlds {
  @Test func `in every life of seven events no change is lost and no two refreshes run at once`() {
    var lives = 0
    explore(LedgerWorld(names: ["a"], seed: 1), depth: 7, &lives)
    #expect(lives == 11_871)
  }

  private func explore(_ world: LedgerWorld, depth: Int, _ lives: inout Int) {
    guard depth > 0, world.failures.isEmpty else {
      var world = world
      world.comeToRest()
      if !world.failures.isEmpty { Issue.record("\(world.life): \(world.failures)") }
      lives += 1
      return
    }
    for event in LedgerWorld.Event.allCases {
      var next = world
      if next.live(through: event, DocumentID(path: "a"), limit: .max, passing: 2) {
        explore(next, depth: depth - 1, &lives)
      }
    }
  }

  @Test func `random lives of four documents with little room go as the model says`() {
    for seed in UInt64(1)...200 {
      var generator = SplitMix64(seed: seed)
      var world = LedgerWorld(names: ["a", "b", "c", "d"], seed: seed)
      for _ in 0..<120 where world.failures.isEmpty {
        let event = generator.pick(LedgerWorld.Event.allCases)
        let id = DocumentID(path: generator.pick(["a", "b", "c", "d"]))
        _ = world.live(through: event, id, limit: Int.random(in: 0...2, using: &generator))
      }
      if world.failures.isEmpty { world.comeToRest() }
      #expect(world.failures == [], "seed \(seed): \(world.life)")
    }
  }
}

/// A ledger, and beside it what was promised of each document, kept without any state of its way.
struct LedgerWorld {
  enum Event: Character, CaseIterable {
    case observe = "c", pass = ".", answer = "s", fail = "f", overtake = "o", hurry = "h"
  }

  private struct Promise {
    /// Moments of the observations that no refresh began after, and whether it was hurried since.
    var open: [Int] = []
    var isHurried = false
    var refreshing = false
    /// Without a new observation, another refresh follows: the last was overtaken, or failed.
    var againFrom: Int?
    var observation: UInt64 = 0
    var answered: UInt64 = 0
    var begunAfter: UInt64 = 0
    var failures = 0
    var isDeadLetter = false
  }

  private static let rest = RefreshLedgerTests.rest
  private static let retries = RetrySchedule(base: Timeline.tick * 4, cap: Timeline.tick * 8, maxAttempts: 2)

  private var ledger: RefreshLedger
  private var promises: [DocumentID: Promise]
  private var tick = 0
  private var observations: UInt64 = 0
  private(set) var life = ""
  private(set) var failures: [String] = []

  init(names: [String], seed: UInt64) {
    ledger = RefreshLedger(rest: Self.rest, retries: Self.retries, seed: seed)
    promises = Dictionary(uniqueKeysWithValues: names.map { (DocumentID(path: $0), Promise()) })
  }

  /// False when the event can't happen now.
  mutating func live(through event: Event, _ id: DocumentID, limit: Int, passing ticks: Int = 1) -> Bool {
    let now = Timeline.moment(tick)
    guard var promise = promises[id] else { return false }
    switch event {
    case .observe:
      observations += 1
      promise.open.append(tick)
      (promise.observation, promise.failures, promise.isDeadLetter) = (observations, 0, false)
      promises[id] = promise
      ledger.observe(id, now: now)
    case .pass:
      tick += ticks
    case .hurry:
      for (id, promise) in promises where promise.refreshing || !promise.open.isEmpty { promises[id]?.isHurried = true }
      ledger.hurry()
    case .answer, .fail, .overtake:
      guard promise.refreshing else { return false }
      end(id, event)
    }
    life.append("\(event.rawValue)\(event == .pass || event == .hurry ? "" : id.path)")
    begin(limit)
    check()
    return true
  }

  /// After a while without events and failures every document is in step or a dead letter.
  mutating func comeToRest() {
    for _ in 0..<7 {
      for (id, promise) in promises where promise.refreshing { end(id, .answer) }
      tick += 2
      begin(.max)
      check()
    }
    for (id, promise) in promises where !promise.isDeadLetter {
      expect(ledger.state(of: id) == nil && promise.open.isEmpty, "\(id) is not in step in the end")
    }
    let unanswered = ledger.unansweredCount
    expect(unanswered == 0, "\(unanswered) are unanswered in the end")
  }

  private mutating func end(_ id: DocumentID, _ event: Event) {
    guard var promise = promises[id] else { return }
    promise.refreshing = false
    let end: RefreshEnd = event == .answer ? .answered : event == .fail ? .failed(why: "why") : .overtaken
    let consequence = ledger.end(id, end, now: Timeline.moment(tick))
    if event != .overtake { promise.answered = promise.begunAfter }
    expect(consequence.covers == (event == .overtake ? 0 : promise.begunAfter), "\(id) covers \(consequence.covers)")
    if event == .overtake { promise.open.append(tick) }
    if promise.open.isEmpty { promise.isHurried = false }
    if event == .fail, promise.open.isEmpty {
      promise.failures += 1
      promise.isDeadLetter = promise.failures == Self.retries.maxAttempts
      if !promise.isDeadLetter { promise.againFrom = tick }
    }
    promises[id] = promise
  }

  private mutating func begin(_ limit: Int) {
    let begun = ledger.beginDue(now: Timeline.moment(tick), limit: limit)
    expect(begun.count <= limit, "\(begun.count) are begun")
    for id in begun {
      guard var promise = promises[id] else { continue }
      expect(!promise.refreshing, "\(id) is refreshed twice at once")
      expect(!promise.isDeadLetter, "\(id) is a dead letter and refreshed")
      expect(isDue(promise), "\(id) is begun too early")
      (promise.refreshing, promise.isHurried, promise.againFrom, promise.open) = (true, false, nil, [])
      promise.begunAfter = observations
      promises[id] = promise
    }
    guard begun.count < limit else { return }
    for (id, promise) in promises where mustBegin(promise) { expect(false, "\(id) is not begun in time") }
  }

  /// Quiet long enough, open long enough, or hurried. Of a retry, only that its delay is over at the cap is known here.
  private func isDue(_ promise: Promise) -> Bool {
    guard let first = promise.open.first, let last = promise.open.last else { return promise.againFrom != nil }
    return promise.isHurried || tick >= last + 2 || tick >= first + 6
  }

  private func mustBegin(_ promise: Promise) -> Bool {
    guard !promise.refreshing, !promise.isDeadLetter else { return false }
    if promise.open.isEmpty { return promise.againFrom.map { tick >= $0 + 8 } ?? false }
    return isDue(promise)
  }

  private mutating func check() {
    for (id, promise) in promises {
      let state = ledger.state(of: id)
      let tells =
        switch state {
        case nil: !promise.refreshing && promise.open.isEmpty && promise.againFrom == nil && !promise.isDeadLetter
        case .observed: !promise.refreshing && !promise.open.isEmpty
        case .refreshing: promise.refreshing && promise.open.isEmpty
        case .refreshingAndChanged: promise.refreshing && !promise.open.isEmpty
        case .backingOff(_, let attempts):
          !promise.refreshing && promise.againFrom != nil && promise.open.isEmpty && attempts == promise.failures
        case .deadLettered(let attempts): promise.isDeadLetter && promise.open.isEmpty && attempts == promise.failures
        }
      expect(tells, "\(id) is \(state.map { "\($0)" } ?? "in step")")
      expect(ledger.isCovered(id, upTo: promise.observation) == isAnswered(promise), "\(id) is covered")
    }
    expect(ledger.outstanding() == promises.filter { !isAnswered($0.value) }.mapValues(\.observation), "outstanding")
    expect(ledger.inFlightCount == promises.values.count(where: \.refreshing), "in flight")
  }

  private func isAnswered(_ promise: Promise) -> Bool { promise.answered >= promise.observation }

  private mutating func expect(_ isTrue: Bool, _ failure: @autoclosure () -> String) {
    if !isTrue {
      let failure = failure()
      failures.append("tick \(tick): \(failure)")
    }
  }
}
