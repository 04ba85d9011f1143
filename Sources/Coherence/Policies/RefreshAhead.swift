package import FreshetCorpus
internal import Foundation

/// Verifies documents before they are too old: on reads, early with a chance that grows, and when time has passed.
///
/// Refresh-ahead after Caffeine: after the soft limit a document is eligible, one refresh of it runs at a time, and a
/// failed refresh changes nothing but the time of the next attempt. A read begins a verification iff now − δ · β ·
/// ln(rand) ≥ soft limit, where δ is the time that a verification of this document takes and rand is uniform in (0, 1].
/// So the chance of being `t` early is exp(−t/βδ), and readers of many documents don't act at the same time (Vattani,
/// Chierichetti and Lowenstein, "Optimal Probabilistic Cache Stampede Prevention", PVLDB 8(8), 2015). Past the hard
/// limit a document is suspect until it is verified, but stays served. Documents that were observed to change are
/// refreshed as write-through does it, before those that are merely old. At most `budget` refreshes of both kinds are
/// in flight.
///
/// A refresh that finds the document reports `.verified` before it ends. One that ends as `answered` without it has
/// found the document gone; the policy then stops verifying the document.
package struct RefreshAhead: CoherencePolicy {
  private let beta: Double
  private let budget: Int
  private let chance: SeededChance
  private var ages: VerificationAges

  package private(set) var ledger: RefreshLedger

  package init(
    softTTL: Duration, hardTTL: Duration, beta: Double, budget: Int,
    rest: RestingTime = .standard, retries: RetrySchedule = .standard, seed: UInt64
  ) {
    precondition(beta > 0 && budget > 0, "beta \(beta), a budget of \(budget)")
    self.beta = beta
    self.budget = budget
    chance = SeededChance(seed: seed)
    ages = VerificationAges(softTTL: softTTL, hardTTL: hardTTL)
    ledger = RefreshLedger(rest: rest, retries: retries, seed: seed)
  }

  package var admits: Bool { true }

  package var nextWake: Timestamp? {
    let refreshes = room > 0 ? [ledger.nextDue, ages.nextSoft] : []
    return (refreshes + [ages.nextHard]).compactMap { $0 }.min()
  }

  package mutating func handle(_ event: RefreshEvent, now: Timestamp) -> [RefreshAction] {
    var actions: [RefreshAction] = []
    switch event {
    case .observed(let id):
      ledger.observe(id, now: now)
      ages.hold(id)
    case .verified(let id, let moment, let cost):
      ledger.exhume(id)
      ages.verify(id, at: moment, cost: cost, isHeld: ledger.state(of: id) != nil)
    case .ended(let id, let end):
      actions = conclude(id, end, now: now)
    case .asked(let id):
      actions = askedFor(id, now: now)
    case .hurried:
      ledger.hurry()
    case .backlog, .embedded, .timePassed:
      break
    }
    return actions + ledger.refreshDue(.whole, now: now, limit: room) + verifyDue(now: now) + expireDue(now: now)
  }

  private var room: Int { max(0, budget - ledger.inFlightCount) }

  private mutating func conclude(_ id: DocumentID, _ end: RefreshEnd, now: Timestamp) -> [RefreshAction] {
    var began: Timestamp?
    if case .refreshing(let since) = ledger.state(of: id) { began = since }
    let actions = ledger.conclude(id, end, now: now)
    if end == .answered, let began { ages.release(id, unlessOlderThan: began) }
    return actions
  }

  private mutating func askedFor(_ id: DocumentID, now: Timestamp) -> [RefreshAction] {
    guard room > 0, ledger.state(of: id) == nil, now + headStart(of: id, now: now) >= ages.softLimit(of: id)
    else { return [] }
    return [verify([id], now: now)]
  }

  /// −δ · β · ln(rand).
  private func headStart(of id: DocumentID, now: Timestamp) -> Duration {
    let rand = 1 - chance.draw(id, UInt64(bitPattern: now.nanoseconds))
    return ages.cost(of: id) * (-beta * log(rand))
  }

  private mutating func verifyDue(now: Timestamp) -> [RefreshAction] {
    let due = ages.takeSoft(now: now, limit: room)
    return due.isEmpty ? [] : [verify(due, now: now)]
  }

  private mutating func verify(_ ids: [DocumentID], now: Timestamp) -> RefreshAction {
    for id in ids { ages.hold(id) }
    ledger.begin(ids, now: now)
    return .refresh(ids, .whole)
  }

  private mutating func expireDue(now: Timestamp) -> [RefreshAction] {
    let expired = ages.takeHard(now: now)
    return expired.isEmpty ? [] : [.expire(expired)]
  }
}
