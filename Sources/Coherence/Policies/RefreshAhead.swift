package import FreshetCorpus
internal import Foundation

/// Verifies documents before their last verification is too old: when a document passes its soft limit, and on reads
/// before that, with a probability that grows as the limit approaches.
///
/// The policy is refresh-ahead as in Caffeine: a document becomes eligible after its soft limit, one refresh of it runs
/// at a time, and a failed refresh changes only the time of the next attempt. A read at time `now` begins a
/// verification iff
///
///     now − δ · β · ln(rand) ≥ soft limit
///
/// where δ is the average duration of verifying this document, and rand is uniform over 0 < rand ≤ 1. So a read at a
/// time *t* before the soft limit begins a verification with probability exp(−t/βδ), and the verifications of many
/// documents are spread in time (Vattani, Chierichetti and Lowenstein, "Optimal Probabilistic Cache Stampede
/// Prevention", PVLDB 8(8), 2015). Past the hard limit, a document stays served but is suspect until it is verified.
/// Documents that were observed to change are refreshed as in `WriteThrough`, before those that are merely old. At most
/// `budget` refreshes of both kinds are in flight.
///
/// A refresh that finds the document at the source must report `.verified` before it ends. If it ends as `answered`
/// without such a report, the document is gone, and the policy stops verifying it.
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

  /// Returns the random head start of a read, −δ · β · ln(rand): how long before the soft limit the read begins a
  /// verification.
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
