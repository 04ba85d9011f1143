package import FreshetCorpus

/// Commits the text of a changed document as soon as its rest (a short wait for further changes) is over; the vectors
/// follow in batches.
///
/// Refreshes and embeddings are independent: if the embedder fails, all embedding waits for a retry, but refreshes go
/// on. While `maxPending` passages await vectors, `admits` is false and no refresh begins; documents wait as `observed`
/// until there is room. A document whose refresh is in flight counts as one passage that awaits its vector.
package struct WriteBehind: CoherencePolicy {
  private let maxPending: Int
  private var embedding: EmbeddingPace

  package private(set) var ledger: RefreshLedger

  package init(
    maxLag: Duration, maxPending: Int, batch: Int,
    rest: RestingTime = .standard, retries: RetrySchedule = .standard, seed: UInt64
  ) {
    precondition(maxPending > 0, "at most \(maxPending) passages may wait")
    self.maxPending = maxPending
    embedding = EmbeddingPace(maxLag: maxLag, batch: batch, retries: retries, seed: seed)
    ledger = RefreshLedger(rest: rest, retries: retries, seed: seed)
  }

  package var admits: Bool { embedding.backlog.passages < maxPending }

  package var nextWake: Timestamp? {
    [room > 0 ? ledger.nextDue : nil, embedding.dueAt].compactMap { $0 }.min()
  }

  package mutating func handle(_ event: RefreshEvent, now: Timestamp) -> [RefreshAction] {
    var actions: [RefreshAction] = []
    switch event {
    case .observed(let id): ledger.observe(id, now: now)
    case .ended(let id, let end): actions = ledger.conclude(id, end, now: now)
    case .verified(let id, _, _): ledger.exhume(id)
    case .backlog(let backlog): embedding.measure(backlog)
    case .embedded(let failure, let took): embedding.end(failure: failure, took: took, now: now)
    case .hurried: ledger.hurry()
    case .asked, .timePassed: break
    }
    return actions + ledger.refreshDue(.textFirst, now: now, limit: room) + embedding.beginDue(now: now)
  }

  /// The number of further refreshes that may begin.
  private var room: Int { max(0, maxPending - embedding.backlog.passages - ledger.inFlightCount) }
}
