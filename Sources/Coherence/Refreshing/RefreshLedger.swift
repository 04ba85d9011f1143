package import FreshetCorpus

/// Tracks the refreshes of a source's documents: one state for each document that isn't in step with the source, and at
/// most one refresh of each document at a time.
///
/// Observations are numbered over all documents. A refresh covers only the observations before its beginning, so a
/// change during a refresh leads to another one and is never lost. A caller that waits for everything observed so far
/// doesn't wait for later observations, even of a document that changes all the time: see `outstanding` and
/// `isCovered`.
///
/// The clock may be adjusted. If it is set forward, rests and delays end early. If it is set back, no rest or delay
/// ends later than one that begins at the new time.
///
/// - Complexity: for *n* documents that aren't in step, every operation on one document is O(log *n*), amortised;
///   `hurry` is O(*n* log *n*), `outstanding` O(*n*).
package struct RefreshLedger: Sendable {
  private let rest: RestingTime
  private let retries: RetrySchedule
  private let chance: SeededChance

  private var entries: [DocumentID: Entry] = [:]
  /// Documents that rest or back off, keyed by the moment when they are due, or by an earlier moment.
  private var waiting = EarliestFirst<Timestamp>()
  /// Due documents that exceeded the limit of `beginDue`, keyed by the first observation that their refresh will cover.
  private var ready = EarliestFirst<UInt64>()
  private var tickets: UInt64 = 0
  private var deadLetterCount = 0
  private var latest = Timestamp(nanoseconds: .min)

  /// The number of the last observation of any document.
  package private(set) var observations: UInt64 = 0
  package private(set) var inFlightCount = 0

  package init(rest: RestingTime = .standard, retries: RetrySchedule = .standard, seed: UInt64) {
    self.rest = rest
    self.retries = retries
    chance = SeededChance(seed: seed)
  }

  /// Records that the document may have changed.
  package mutating func observe(_ id: DocumentID, now: Timestamp) {
    read(clock: now)
    observations += 1
    var entry = entries[id] ?? Entry(covered: observations - 1)
    entry.observation = observations
    entry.attempts = 0
    entry.changedAt = now
    switch entry.state {
    case .refreshing(let since):
      entry.turn = observations
      entry.state = .refreshingAndChanged(since: since, changedAt: now)
    case .refreshingAndChanged:
      break
    case .observed(let since, _, let deadline):
      entry.state = resting(since: since, changedAt: now, deadline: deadline)
    case .deadLettered, .backingOff, nil:
      if case .deadLettered = entry.state { deadLetterCount -= 1 }
      entry.turn = observations
      entry.state = resting(since: now, changedAt: now, deadline: now + rest.maxDuration)
    }
    file(id, entry)
    prune()
  }

  /// Ends the rest of all documents at once, because a caller waits for everything observed so far. If a refresh is in
  /// flight and another refresh of the document must follow, the latter begins without a rest, too.
  package mutating func hurry() {
    for (id, var entry) in entries {
      switch entry.state {
      case .observed(let since, _, _):
        entry.state = .observed(since: since, restsUntil: since, deadline: since)
      case .refreshing, .refreshingAndChanged:
        entry.isHurried = true
      case .backingOff, .deadLettered, nil:
        continue
      }
      file(id, entry)
    }
    prune()
  }

  /// Begins at most `limit` of the refreshes that are due, in the order of the first observations that they will cover.
  /// Returns their documents.
  package mutating func beginDue(now: Timestamp, limit: Int = .max) -> [DocumentID] {
    read(clock: now)
    guard limit > 0 else { return [] }
    while let item = waiting.first, item.key <= now {
      waiting.removeFirst()
      guard let entry = validEntry(item.id, item.ticket), let dueAt = entry.state?.dueAt else { continue }
      if dueAt <= now { line(up: item.id, entry) } else { wait(item.id, entry, until: dueAt) }
    }
    var due: [DocumentID] = []
    while due.count < limit, let item = ready.first {
      ready.removeFirst()
      if validEntry(item.id, item.ticket) != nil { due.append(item.id) }
    }
    begin(due, now: now)
    return due
  }

  /// Begins refreshes of these documents, even if they are in step or not due yet. None of them may be in flight or a
  /// dead letter.
  package mutating func begin(_ ids: [DocumentID], now: Timestamp) {
    read(clock: now)
    for id in ids {
      var entry = entries[id] ?? Entry(covered: observations)
      precondition(entry.state?.isInFlight != true, "\(id) is \(entry.described): a second refresh would begin")
      precondition(!entry.isDeadLetter, "\(id) is \(entry.described): it must not be refreshed")
      if entry.state == nil { entry.turn = observations }
      entry.state = .refreshing(since: now)
      entry.beganAfter = observations
      entry.isHurried = false
      entry.ticket = nil
      entries[id] = entry
    }
    inFlightCount += ids.count
    prune()
  }

  /// Ends the refresh of the document, which must be in flight. Returns which observations the refresh covers, and the
  /// document's next state.
  @discardableResult
  package mutating func end(_ id: DocumentID, _ end: RefreshEnd, now: Timestamp) -> Consequence {
    read(clock: now)
    guard var entry = entries[id], let state = entry.state, state.isInFlight else {
      preconditionFailure("\(id) is \(entries[id]?.described ?? "in step"): no refresh can end as \(end)")
    }
    inFlightCount -= 1
    let covers = end == .overtaken ? 0 : entry.beganAfter
    entry.covered = max(entry.covered, covers)
    entry.state = follower(of: state, end, &entry, id, now: now)
    if entry.isDeadLetter { deadLetterCount += 1 }
    file(id, entry)
    prune()
    return Consequence(covers: covers, next: entry.state)
  }

  /// If the document is a dead letter, deletes its state, because a refresh outside the ledger (such as `reindex`)
  /// found it in step with its source. Does nothing for other documents.
  package mutating func exhume(_ id: DocumentID) {
    guard entries[id]?.isDeadLetter == true else { return }
    entries[id] = nil
    deadLetterCount -= 1
  }
}

extension RefreshLedger {
  /// When the next refresh is due; nil if none will be. The time lies in the past if a refresh was due but exceeded the
  /// limit of `beginDue`.
  package var nextDue: Timestamp? {
    [ready.first.flatMap { entries[$0.id]?.state?.dueAt }, waiting.first?.key].compactMap { $0 }.min()
  }

  /// Returns the state of the document; nil if it is in step with its source.
  package func state(of id: DocumentID) -> State? { entries[id]?.state }

  /// Returns the number of the document's last observation; nil if it is in step, or if its refresh began without an
  /// observation.
  package func observation(of id: DocumentID) -> UInt64? {
    entries[id].flatMap { $0.observation > 0 ? $0.observation : nil }
  }

  /// The number of documents that were observed to change, are being refreshed or wait for another attempt.
  package var unansweredCount: Int { entries.count - deadLetterCount }

  /// Returns the documents whose last observation isn't covered by an ended refresh, each with the number of that
  /// observation. Documents that back off and dead letters aren't included, because a failed refresh also covers the
  /// observations before it.
  package func outstanding() -> [DocumentID: UInt64] {
    entries.filter { $0.value.observation > $0.value.covered }.mapValues(\.observation)
  }

  /// Returns whether ended refreshes cover every observation of the document up to this number.
  package func isCovered(_ id: DocumentID, upTo observation: UInt64) -> Bool {
    entries[id].map { $0.covered >= observation } ?? true
  }
}

extension RefreshLedger {
  private mutating func read(clock now: Timestamp) {
    defer { latest = now }
    guard now < latest else { return }
    for (id, var entry) in entries {
      entry.state = entry.state?.setBack(to: now, rest, retries)
      entry.changedAt = min(entry.changedAt, now)
      file(id, entry)
    }
    prune()
  }

  private func resting(since: Timestamp, changedAt: Timestamp, deadline: Timestamp) -> State {
    .observed(since: since, restsUntil: min(changedAt + rest.gap, deadline), deadline: deadline)
  }

  private func follower(
    of state: State, _ end: RefreshEnd, _ entry: inout Entry, _ id: DocumentID, now: Timestamp
  ) -> State? {
    switch (state, end) {
    case (.refreshingAndChanged(_, let changedAt), _):
      if end == .overtaken { entry.changedAt = now }
      return observedAgain(since: changedAt, entry)
    case (_, .answered):
      return nil
    case (_, .overtaken):
      entry.changedAt = now
      return observedAgain(since: now, entry)
    case (_, .failed):
      entry.attempts += 1
      guard entry.attempts < retries.maxAttempts else { return .deadLettered(attempts: entry.attempts) }
      let chance = chance.draw(id, UInt64(entry.attempts))
      return .backingOff(until: now + retries.delay(after: entry.attempts, chance: chance), attempts: entry.attempts)
    }
  }

  private func observedAgain(since: Timestamp, _ entry: Entry) -> State {
    if entry.isHurried { return .observed(since: since, restsUntil: since, deadline: since) }
    return resting(since: since, changedAt: entry.changedAt, deadline: since + rest.maxDuration)
  }

  private func validEntry(_ id: DocumentID, _ ticket: UInt64) -> Entry? {
    entries[id].flatMap { $0.ticket == ticket ? $0 : nil }
  }

  /// Stores the entry, or removes it if its state is nil. If the state has a due time, adds an item to the queue
  /// `waiting`, unless the queue has one with a key up to that time. An item with an earlier key stays, so that a
  /// document that is written all the time doesn't fill the heap.
  private mutating func file(_ id: DocumentID, _ entry: Entry) {
    entries[id] = entry.state == nil ? nil : entry
    guard let dueAt = entry.state?.dueAt else { return }
    if entry.ticket == nil || entry.filedAt.map({ dueAt < $0 }) ?? true { wait(id, entry, until: dueAt) }
  }

  private mutating func wait(_ id: DocumentID, _ entry: Entry, until dueAt: Timestamp) {
    tickets += 1
    waiting.insert(id, at: dueAt, ticket: tickets)
    entries[id] = entry.filed(under: tickets, at: dueAt)
  }

  private mutating func line(up id: DocumentID, _ entry: Entry) {
    tickets += 1
    ready.insert(id, at: entry.turn, ticket: tickets)
    entries[id] = entry.filed(under: tickets, at: nil)
  }

  /// Removes outdated items from the front of both queues, so that `nextDue` is exact.
  private mutating func prune() {
    while let item = ready.first, validEntry(item.id, item.ticket) == nil { ready.removeFirst() }
    while let item = waiting.first {
      let entry = validEntry(item.id, item.ticket)
      if entry?.state?.dueAt == item.key { return }
      waiting.removeFirst()
      if let entry, let dueAt = entry.state?.dueAt { wait(item.id, entry, until: dueAt) }
    }
  }
}
