package import FreshetCorpus

/// The refreshes of a source's documents: one state for each document that isn't in step, and one refresh at a time.
///
/// Observations are numbered over all documents. A refresh covers what was observed before it began, so a change that
/// lands while it runs is never lost. Somebody who waits for everything observed so far doesn't wait for later
/// observations, even if a document changes without end: see `outstanding` and `isCovered`.
///
/// The clock may be set. If it is set forward, rests and delays end early; if it is set back, none lasts longer than
/// one that begins then.
///
/// - Complexity: every operation on one document is O(log *n*), amortised; `hurry` is O(*n* log *n*), `outstanding`
///   O(*n*), where *n* documents aren't in step.
package struct RefreshLedger: Sendable {
  private let rest: RestingTime
  private let retries: RetrySchedule
  private let chance: SeededChance

  private var entries: [DocumentID: Entry] = [:]
  /// Documents filed under the moment when they are due, or an earlier one.
  private var waiting = EarliestFirst<Timestamp>()
  /// Due documents for which there was no room, filed under the first observation that their refresh will cover.
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

  /// Ends the rest of all documents, because somebody waits for what was observed so far.
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

  /// Begins the refreshes that are due, at most `limit`, in the order of the first observations that they will cover.
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

  /// Begins refreshes of documents that may be in step, or whose refresh isn't due yet.
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

  /// Ends the refresh of the document.
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

  /// Somebody else found the document in step: if it was a dead letter, it no longer is.
  package mutating func exhume(_ id: DocumentID) {
    guard entries[id]?.isDeadLetter == true else { return }
    entries[id] = nil
    deadLetterCount -= 1
  }
}

extension RefreshLedger {
  /// When the next refresh is due, in the past if one is due for which there was no room; nil for never.
  package var nextDue: Timestamp? {
    [ready.first.flatMap { entries[$0.id]?.state?.dueAt }, waiting.first?.key].compactMap { $0 }.min()
  }

  /// What is going on for the document; nil when it is in step.
  package func state(of id: DocumentID) -> State? { entries[id]?.state }

  /// The number of the document's last observation; nil when it is in step, or its refresh began without one.
  package func observation(of id: DocumentID) -> UInt64? {
    entries[id].flatMap { $0.observation > 0 ? $0.observation : nil }
  }

  /// The number of documents that are observed, being refreshed or waiting for another attempt.
  package var unansweredCount: Int { entries.count - deadLetterCount }

  /// The documents whose last observation no ended refresh covers, each with the number of that observation. A document
  /// that backs off, or a dead letter, isn't among them: the failed refresh covered its observation.
  package func outstanding() -> [DocumentID: UInt64] {
    entries.filter { $0.value.observation > $0.value.covered }.mapValues(\.observation)
  }

  /// Whether ended refreshes cover every observation of the document up to this number.
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

  /// Keeps the entry, and files it so that it is found in time. An entry that is filed too early stays there, so that a
  /// document that is written without end doesn't fill the heap.
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

  /// Drops the first items while they aren't valid, so that `nextDue` is exact.
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
