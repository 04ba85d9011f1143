package import FreshetCorpus

/// Commits the text and vectors of a changed document together, as soon as its rest (a short wait for further changes)
/// is over.
///
/// Documents are independent: if the refresh of one fails, only that document waits for a retry.
package struct WriteThrough: CoherencePolicy {
  package private(set) var ledger: RefreshLedger

  package init(rest: RestingTime = .standard, retries: RetrySchedule = .standard, seed: UInt64) {
    ledger = RefreshLedger(rest: rest, retries: retries, seed: seed)
  }

  package var nextWake: Timestamp? { ledger.nextDue }
  package var admits: Bool { true }

  package mutating func handle(_ event: RefreshEvent, now: Timestamp) -> [RefreshAction] {
    var actions: [RefreshAction] = []
    switch event {
    case .observed(let id): ledger.observe(id, now: now)
    case .ended(let id, let end): actions = ledger.conclude(id, end, now: now)
    case .verified(let id, _, _): ledger.exhume(id)
    case .hurried: ledger.hurry()
    case .asked, .backlog, .embedded, .timePassed: break
    }
    return actions + ledger.refreshDue(.whole, now: now)
  }
}
