internal import FreshetCoherence
internal import FreshetCorpus

/// The store's transactions.
extension SimulatedStore {
  mutating func observe(_ documents: [Int], at now: Timestamp) {
    for document in documents {
      observations += 1
      var row = journal[document] ?? JournalRow(observedAt: now, observation: observations)
      (row.observation, row.attempts, row.failure, row.isDeadLetter) = (observations, 0, nil, false)
      journal[document] = row
      skips[document] = nil
    }
  }

  mutating func fail(_ document: Int, why: String, attempts: Int, isDeadLetter: Bool, at now: Timestamp) {
    var row = journal[document] ?? JournalRow(observedAt: now, observation: observations)
    (row.failure, row.attempts, row.isDeadLetter) = (why, attempts, isDeadLetter)
    journal[document] = row
    skips[document] = nil
  }

  func isOvertaken(_ document: Int, _ moment: Moment, forgetting bug: SeededBug?) -> Bool {
    if bug == .installWithoutVersionCheck { return false }
    return lastChange[document] > moment.change || answered[document] > moment.observation
  }

  /// Notes that the document is answered for, and takes it out of the journal unless it was observed since.
  mutating func withdraw(_ document: Int, _ moment: Moment, forgetting bug: SeededBug?) {
    answered[document] = max(answered[document], moment.observation)
    guard let row = journal[document] else { return }
    if bug != .journalRowRemovedThoughChangedMeanwhile, row.observation > moment.observation { return }
    journal[document] = nil
  }

  mutating func install(
    _ document: Int, _ stamped: StampedRevision?, content: Int, space: Int, _ moment: Moment, at now: Timestamp,
    forgetting bug: SeededBug?
  ) {
    let old = served[document]
    let method: Verification.Method = stamped == nil ? .pushed : .contentHash
    let indexed = IndexedDocument(
      id: SimulatedDocument.ids[document], revision: SimulatedContent.revisions[content],
      space: SimulatedContent.spaces[space], chunker: SimulatedProcess.chunker, sizeInBytes: 5, stamped: stamped,
      verified: Verification(method: method, at: stamped?.lookedAt ?? now), siblings: 1)
    let standIns = bug == .standInDropped ? nil : old.map { self.standIns(from: $0, to: content, space) }
    served[document] = Served(
      document: indexed, content: content, space: space,
      standIns: standIns ?? SimulatedContent.passages[content].map { _ in nil })
    skips[document] = nil
    withdraw(document, moment, forgetting: bug)
    if bug != .textInstalledWithoutQueueRow { enqueue(document, at: now) }
    dropUnplacedRows()
    log(document)
  }

  mutating func retire(_ document: Int) {
    served[document] = nil
    dropUnplacedRows()
    log(document)
  }

  mutating func confirm(_ document: Int, _ stamped: StampedRevision) {
    guard let known = served[document]?.document else { return }
    served[document]?.document = IndexedDocument(
      id: known.id, revision: known.revision, space: known.space, chunker: known.chunker,
      sizeInBytes: known.sizeInBytes, stamped: stamped,
      verified: Verification(method: .contentHash, at: stamped.lookedAt), siblings: 1)
  }

  /// Vectors land where the lease is still the newest. What lands nowhere is thrown away.
  mutating func land(_ keys: [Int], fence: Int, forgetting bug: SeededBug?) {
    let landing = keys.filter { bug == .landWithoutLeaseCheck || leases[$0]?.fence == fence }
    for key in landing {
      vectors[key] = bug == .oldVectorServedForNewTextAsItsOwn ? standIn(for: key) ?? key : key
      queue[key] = nil
      leases[key] = nil
    }
    if !landing.isEmpty { log(nil, landing) }
  }

  mutating func lease(_ keys: [Int], until expires: Timestamp) -> Int {
    fences += 1
    for key in keys { leases[key] = EmbeddingLease(fence: fences, expires: expires) }
    return fences
  }

  mutating func release(_ keys: [Int], fence: Int) {
    for key in keys where leases[key]?.fence == fence { leases[key] = nil }
  }

  private mutating func enqueue(_ document: Int, at now: Timestamp) {
    guard let served = served[document] else { return }
    for passage in served.passages where !hasVector(passage, served.space) {
      let key = SimulatedContent.key(passage, served.space)
      if queue[key] == nil { queue[key] = QueueRow(queuedAt: now, nextAt: now) }
    }
  }

  private mutating func dropUnplacedRows() {
    for key in queue.indices where queue[key] != nil {
      let (passage, space) = (key / SimulatedContent.spaces.count, key % SimulatedContent.spaces.count)
      let isPlaced = served.contains { $0.map { $0.space == space && $0.passages.contains(passage) } ?? false }
      if !isPlaced { queue[key] = nil }
    }
  }

  private func standIn(for key: Int) -> Int? {
    let (passage, space) = (key / SimulatedContent.spaces.count, key % SimulatedContent.spaces.count)
    for case let served? in served where served.space == space {
      guard let ordinal = served.passages.firstIndex(of: passage), let standIn = served.standIns[ordinal] else {
        continue
      }
      return SimulatedContent.key(standIn, space)
    }
    return nil
  }

  /// What stands in for the passages of the new version; what itself has no vector passes on what stood in for it.
  ///
  /// Where the alignment leaves none that can be found, though the old version could, its first that is found stands in
  /// for the first: else a document would drop out of the search when passages without vectors outlive those with.
  private func standIns(from old: Served, to content: Int, _ space: Int) -> [Int?] {
    let passages = SimulatedContent.passages[content]
    guard old.space == space else { return passages.map { _ in nil } }
    let aligned = StandIns.align(
      old: SimulatedContent.addresses(of: old.content), new: SimulatedContent.addresses(of: content))
    var standIns: [Int?] = passages.indices.map { ordinal in
      if hasVector(passages[ordinal], space) { return nil }
      let answering = aligned[ordinal].flatMap { SimulatedContent.passageAt[$0] } ?? passages[ordinal]
      if answering != passages[ordinal], hasVector(answering, space) { return answering }
      return old.passages.firstIndex(of: answering).flatMap { old.standIns[$0] }
    }
    if standIns.allSatisfy({ $0 == nil }), !passages.contains(where: { hasVector($0, space) }) {
      let found = old.passages.indices.lazy.compactMap { self.findingKey(old, $0) }.first
      standIns[0] = found.map { $0 / SimulatedContent.spaces.count }
    }
    return standIns
  }
}
