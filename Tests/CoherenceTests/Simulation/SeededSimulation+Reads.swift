internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetSeededNumbers

/// Reads of every consistency, judged against what the world really holds.
extension SeededSimulation {
  mutating func read() throws(InvariantViolation) {
    let number = Int.random(in: 0..<processes.count, using: &random)
    guard processes[number].isRunning else { return }
    try follow(number)
    switch Int.random(in: 0..<4, using: &random) {
    case 0:
      askFor(number)
      witness.tokens.append(store.token)
    case 1: try readBounded(.milliseconds(Int64.random(in: 50...4_000, using: &random)))
    case 2: try readSession(number)
    default: beginBarrier(number)
    }
  }

  /// The documents of an answer are asked for.
  private mutating func askFor(_ number: Int) {
    for document in 0..<SimulatedDocument.fileCount where store.served[document] != nil && random.chance(50) {
      tell(number, .refresh(.asked(SimulatedDocument.ids[document])))
    }
  }

  /// Never stale as fresh: where the stamp vouches, the bytes are those that are served.
  func checkCertificates() throws(InvariantViolation) {
    for document in 0..<SimulatedDocument.fileCount where world.canRead(document) {
      guard let served = store.served[document], let stamp = world.stamp(document),
        served.document.stamped?.vouches(for: stamp) == true
      else { continue }
      guard world.files[document]?.content != served.content else { continue }
      throw InvariantViolation(.neverStaleAsFresh, "\(document) is certified as \(served.content) by its stamp")
    }
  }

  private mutating func readBounded(_ limit: Duration) throws(InvariantViolation) {
    let freshness = store.freshness(now: world.now, forgetting: bug)
    let verdict = ReadPromise.bounded(limit, freshness, now: world.now)
    note { "bounded by \(limit): \(verdict)" }
    landmarks.reach(verdict == .kept ? .boundedKept : .boundedBroken)
    guard verdict == .kept else { return }
    let moment = world.now + (.zero - limit)
    for document in 0..<SimulatedDocument.fileCount where world.unnoticedSince[document] == nil {
      guard world.couldBeSeen(document, since: moment) else { continue }
      guard let change = world.held[document].last(where: { $0.at <= moment }) else { continue }
      if let row = store.journal[document], row.observedAt >= moment { continue }
      try require(document, from: change.step, .bounded)
    }
  }

  /// What is served of the document is what it held at the step or later.
  private func require(_ document: Int, from step: Int, _ invariant: Invariant) throws(InvariantViolation) {
    let served = store.served[document]?.content
    if world.held(document, served, from: step) || witness.tornAt[document] >= step { return }
    throw InvariantViolation(
      invariant, "\(SimulatedDocument.ids[document]) is served as \(served.map { "\($0)" } ?? "nothing")")
  }

  private mutating func readSession(_ number: Int) throws(InvariantViolation) {
    if !witness.tokens.isEmpty { try judge(random.pick(witness.tokens), number) }
    witness.tokens.append(store.token)
  }

  /// A token of a history that was rolled back is refused, any other is covered.
  mutating func judge(_ token: SessionToken, _ number: Int) throws(InvariantViolation) {
    let isAccepted =
      store.hasHistory(token)
      || (bug == .tokenOfOtherHistoryAccepted && token.sequence <= store.changes.count)
    let isOurs = witness.isOfThisHistory(token)
    note { "session \(token): \(isAccepted ? "accepted" : "refused")" }
    if isAccepted != isOurs {
      throw InvariantViolation(.session, "\(token) is of \(isOurs ? "this" : "another") history")
    }
    if !isAccepted { return landmarks.reach(.sessionRefused) }
    if processes[number].viewPosition < token.sequence { throw InvariantViolation(.session, "\(token) is not covered") }
  }

  private mutating func beginBarrier(_ number: Int) {
    guard world.isMounted else { return }
    cookies += 1
    let cookie = "cookie \(cookies)"
    note { "process \(number) writes \(cookie)" }
    tellWatchers(.cookie(cookie))
    processes[number].barriers.append(
      SimulatedBarrier(cookie: cookie, step: step, until: world.now + .seconds(20)))
  }

  /// Everything that ended before the cookie is indexed, or is known to fail; strict, moreover, compares the bytes.
  mutating func finishBarrier(_ index: Int, _ number: Int) throws(InvariantViolation) {
    let barrier = processes[number].barriers.remove(at: index)
    guard store.acknowledged.contains(barrier.cookie) else { return landmarks.reach(.barrierTimedOut) }
    landmarks.reach(.barrierKept)
    note { "\(barrier.cookie) is acknowledged" }
    try follow(number)
    for document in 0..<SimulatedDocument.fileCount where world.unnoticedSince[document] == nil {
      guard world.couldBeSeen(document, since: barrier.step) else { continue }
      let change = world.lastChange(of: document, before: barrier.step)
      if witness.failed[document] >= change { continue }
      try require(document, from: change, .barrier)
    }
  }

  /// A view that follows the log is what one made anew would be, and holds vectors of one space only.
  mutating func follow(_ number: Int) throws(InvariantViolation) {
    let position = processes[number].viewPosition
    if position > store.changes.count { processes[number].viewPosition = 0 }
    let news = store.changes.dropFirst(processes[number].viewPosition)
    for document in 0..<SimulatedDocument.count {
      let isTouched = news.contains { change in
        change.document == document || (bug != .viewIgnoresLandings && !change.keys.isEmpty && change.document == nil)
      }
      if isTouched { processes[number].viewed[document] = viewed(document) }
    }
    processes[number].viewPosition = store.changes.count
    for document in 0..<SimulatedDocument.count {
      let viewed = processes[number].viewed[document]
      if bug != .crossSpaceServed, viewed != self.viewed(document) {
        throw InvariantViolation(.neverWorse, "the view of \(document) is behind its own position")
      }
      let isMixed = viewed?.keys.contains { $0.map { $0 % SimulatedContent.spaces.count != store.space } ?? false }
      if isMixed == true {
        throw InvariantViolation(.spacesNeverMix, "\(document) is found by a vector of another space")
      }
    }
  }

  private func viewed(_ document: Int) -> SimulatedProcess.Viewed? {
    guard let served = store.served[document], bug == .crossSpaceServed || served.space == store.space
    else { return nil }
    return SimulatedProcess.Viewed(
      content: served.content, keys: served.passages.indices.map { store.findingKey(served, $0) })
  }
}
