internal import FreshetCoherence
internal import FreshetCorpus
import Testing

/// A policy's story, a character a tick of 100 ms: rows of what happens, and rows of what the policy answers.
///
///     a         c..c....s.   what happens to the document a
///     a>        ......r...   what must happen for it
///     passages  ...5......   passages that come to wait for vectors
///     embedder  .......e..   how an embedding ends
///     embedder> .....e....   that one begins
///     admits>   ...-...+..   that it takes no further pushed documents, and takes them again
///
/// What happens: `c` changed; its refresh is `s` answered, `g` answered since it is gone, `o` overtaken, `f` failed;
/// `v` verified by somebody else, at a cost of 2 ticks; `q` asked for; `h` everything is hurried. The embedder has `e`
/// embedded, the new backlog coming before the end; `E` the same, coming after; `x` failed. What must happen: `r`
/// refresh whole, `t` text first, `b` back off, `B` dead letter, `x` expire, `X` expire and refresh whole.
///
/// Time passes for the policy only when it asked to be woken, so a story also tells that it wakes in time, and that it
/// never wakes for nothing.
struct Timeline {
  static let tick = Duration.milliseconds(100)

  /// The story again, with the answers that the policy gives.
  static func played(_ story: String, by policy: any CoherencePolicy) -> String {
    let rows = story.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    let length = rows.map { $0[1].count }.max() ?? 0
    guard rows.allSatisfy({ $0.count == 2 && $0[1].count == length }) else { return "a row is short" }
    var run = Run(policy: policy)
    let events = rows.filter { !$0[0].hasSuffix(">") }.map { (name: $0[0], signs: Array($0[1])) }
    for tick in 0..<length {
      run.begin(tick)
      for row in events { run.happen(row.signs[tick], to: row.name) }
      run.finish()
    }
    return zip(rows, story.split(separator: "\n")).map { row, line in
      row[0].hasSuffix(">") ? line.dropLast(length) + run.answers(row[0].dropLast(), length) : String(line)
    }.joined(separator: "\n")
  }

  static func moment(_ tick: Int) -> Timestamp { Timestamp(nanoseconds: 0) + Timeline.tick * tick }
}

private struct Run {
  var policy: any CoherencePolicy
  var tick = 0
  var now = Timeline.moment(0)
  var anythingHappened = false
  var refreshBegan: [DocumentID: Timestamp] = [:]
  var embeddingBegan = Timeline.moment(0)
  /// How many passages are being embedded.
  var taken = 0
  /// When each passage without a vector came.
  var passages: [Timestamp] = []
  var answers: [String: [Int: String]] = [:]

  init(policy: any CoherencePolicy) {
    self.policy = policy
  }

  mutating func begin(_ next: Int) {
    tick = next
    anythingHappened = false
    while let wake = policy.nextWake, wake < Timeline.moment(tick) {
      now = wake
      guard passTime() else { break }
    }
    now = Timeline.moment(tick)
  }

  mutating func finish() {
    if !anythingHappened, let wake = policy.nextWake, wake <= now { passTime() }
    if let wake = policy.nextWake, wake <= now { Issue.record("tick \(tick): it is due at \(wake) and does nothing") }
    var sleeper = policy
    let missed = sleeper.handle(.timePassed, now: now)
    if !missed.isEmpty { Issue.record("tick \(tick): it doesn't wake for \(missed)") }
  }

  mutating func happen(_ sign: Character, to name: String) {
    guard sign != "." else { return }
    anythingHappened = true
    let id = DocumentID(path: name)
    switch (name, sign) {
    case ("passages", _): arrive(sign.wholeNumberValue ?? 0)
    case ("embedder", "e"):
      passages.removeFirst(taken)
      handle(backlog)
      handle(.embedded(failure: nil, took: now.duration(since: embeddingBegan)))
    case ("embedder", "E"):
      passages.removeFirst(taken)
      handle(.embedded(failure: nil, took: now.duration(since: embeddingBegan)))
      handle(backlog)
    case ("embedder", _): handle(.embedded(failure: "down", took: now.duration(since: embeddingBegan)))
    case (_, "c"): handle(.observed(id))
    case (_, "h"): handle(.hurried)
    case (_, "q"): handle(.asked(id))
    case (_, "v"): handle(.verified(id, at: now, cost: Timeline.tick * 2))
    case (_, "s"):
      let began = refreshBegan[id] ?? now
      handle(.verified(id, at: began, cost: now.duration(since: began)))
      handle(.ended(id, .answered))
    case (_, "g"): handle(.ended(id, .answered))
    case (_, "o"): handle(.ended(id, .overtaken))
    case (_, "f"): handle(.ended(id, .failed(why: "why")))
    default: preconditionFailure("\(sign) can't happen")
    }
  }

  func answers(_ name: Substring, _ length: Int) -> String {
    let signs = answers[String(name)] ?? [:]
    return (0..<length).map { tick in
      switch signs[tick] ?? "." {
      case "xr", "rx": "X"
      case let one where one.count == 1: one
      default: "?"
      }
    }.joined()
  }

  private var backlog: RefreshEvent { .backlog(Backlog(passages: passages.count, oldest: passages.first)) }

  private mutating func arrive(_ count: Int) {
    passages += Array(repeating: now, count: count)
    handle(backlog)
  }

  @discardableResult private mutating func passTime() -> Bool {
    let acted = handle(.timePassed)
    if !acted { Issue.record("tick \(tick): woken for nothing at \(now)") }
    return acted
  }

  @discardableResult private mutating func handle(_ event: RefreshEvent) -> Bool {
    let admitted = policy.admits
    let actions = policy.handle(event, now: now)
    for action in actions { answer(action) }
    if policy.admits != admitted { sign(policy.admits ? "+" : "-", "admits") }
    return !actions.isEmpty
  }

  private mutating func answer(_ action: RefreshAction) {
    switch action {
    case .refresh(let ids, let manner):
      for id in ids {
        refreshBegan[id] = now
        sign(manner == .whole ? "r" : "t", id.path)
      }
    case .embed(let count):
      (taken, embeddingBegan) = (min(count, passages.count), now)
      sign("e", "embedder")
    case .backOff(let id, _, _, _): sign("b", id.path)
    case .deadLetter(let id, _, _): sign("B", id.path)
    case .expire(let ids): for id in ids { sign("x", id.path) }
    }
  }

  private mutating func sign(_ sign: String, _ name: String) {
    answers[name, default: [:]][tick, default: ""] += sign
  }
}
