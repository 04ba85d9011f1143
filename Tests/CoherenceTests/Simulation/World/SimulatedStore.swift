internal import FreshetCoherence
internal import FreshetCorpus

/// What the store remembers, with the semantics of `Storage`: one mutating call is one transaction.
struct SimulatedStore {
  struct Served {
    var document: IndexedDocument
    let content: Int
    let space: Int
    /// For each passage the one that stands in for it until its vector lands, if any.
    var standIns: [Int?]

    var passages: [Int] { SimulatedContent.passages[content] }
  }

  struct JournalRow {
    let observedAt: Timestamp
    var observation: Int
    var attempts = 0
    var failure: String?
    var isDeadLetter = false
  }

  struct QueueRow {
    let queuedAt: Timestamp
    var attempts = 0
    var nextAt: Timestamp
  }

  struct EmbeddingLease {
    let fence: Int
    let expires: Timestamp
  }

  struct WatcherLease {
    let holder: Int
    let fence: Int
    var expires: Timestamp
    var health: WatchHealth
    var upTo: Timestamp?
  }

  /// The store's position before something is read: what is decided on it is overtaken by whatever comes later.
  struct Moment {
    let change: Int
    let observation: Int
    let step: Int
    let at: Timestamp
  }

  /// What changed: a document, or the vectors of passages.
  struct Change {
    let document: Int?
    let keys: [Int]
    let history: UInt64
  }

  var space = 0
  var served: [Served?] = Array(repeating: nil, count: SimulatedDocument.count)
  /// The number of the last observation of any document when the reading began that answered for each document last.
  ///
  /// A confirmation, or the passing over of what isn't served, changes nothing that is served, so it isn't in the
  /// change log; a slower reader that saw older bytes is overtaken by it all the same.
  var answered = Array(repeating: 0, count: SimulatedDocument.count)
  var lastChange = Array(repeating: 0, count: SimulatedDocument.count)
  var journal: [JournalRow?] = Array(repeating: nil, count: SimulatedDocument.count)
  var skips: [SkipRecord?] = Array(repeating: nil, count: SimulatedDocument.count)
  /// By key: the key whose text was embedded to make it.
  var vectors: [Int?] = Array(repeating: nil, count: SimulatedContent.keyCount)
  var queue: [QueueRow?] = Array(repeating: nil, count: SimulatedContent.keyCount)
  var leases: [EmbeddingLease?] = Array(repeating: nil, count: SimulatedContent.keyCount)
  var observations = 0
  var fences = 0
  var watcher: WatcherLease?
  var scannedAt: Timestamp?
  var acknowledged: Set<String> = []
  var changes: [Change] = []
  /// Tells two histories apart that went on from the same backup.
  var salt: UInt64 = 0

  func moment(_ step: Int, _ now: Timestamp) -> Moment {
    Moment(change: changes.count, observation: observations, step: step, at: now)
  }

  var token: SessionToken { token(changes.count) }

  func token(_ sequence: Int) -> SessionToken {
    let history = sequence == 0 ? 0 : changes[sequence - 1].history
    return SessionToken(store: "store", sequence: Int64(sequence), history: String(history, radix: 16))
  }

  func hasHistory(_ token: SessionToken) -> Bool {
    token.sequence <= changes.count && self.token(Int(token.sequence)) == token
  }

  func hasVector(_ passage: Int, _ space: Int) -> Bool { vectors[SimulatedContent.key(passage, space)] != nil }

  /// The key by which a search finds a passage of what is served: its own vector's, or that of what stands in for it.
  func findingKey(_ served: Served, _ ordinal: Int) -> Int? {
    let own = SimulatedContent.key(served.passages[ordinal], served.space)
    if vectors[own] != nil { return own }
    guard let standIn = served.standIns[ordinal] else { return nil }
    let key = SimulatedContent.key(standIn, served.space)
    return vectors[key] == nil ? nil : key
  }

  func isFound(_ document: Int) -> Bool {
    guard let served = served[document] else { return false }
    return served.passages.indices.contains { findingKey(served, $0) != nil }
  }

  mutating func log(_ document: Int?, _ keys: [Int] = []) {
    var history = changes.last?.history ?? 0
    history = StableHash.mixed(history &+ salt &+ UInt64(truncatingIfNeeded: (document ?? 31) &* 131 &+ keys.count))
    changes.append(Change(document: document, keys: keys, history: max(history, 1)))
    if let document { lastChange[document] = changes.count }
  }

  /// Everything that was seen and waits, and how far it was seen.
  func freshness(now: Timestamp, forgetting bug: SeededBug?) -> StoreFreshness {
    let alive = watcher.flatMap { $0.expires > now ? $0 : nil }
    let source = SourceFreshness(
      source: DocumentID.files, health: alive?.health, upTo: alive?.upTo, scannedAt: scannedAt)
    let rows = zip(SimulatedDocument.ids, journal).compactMap { id, row in
      row.map { DocumentMark(id: id, since: $0.observedAt) }
    }
    return StoreFreshness(
      sources: bug == .boundedIgnoresUnwatched && alive == nil ? [] : [source],
      oldestMark: bug == .boundedIgnoresWaiting ? nil : rows.min { $0.since < $1.since })
  }

  /// What may be embedded now.
  func claimable(now: Timestamp, forgetting bug: SeededBug?) -> [Int] {
    queue.indices.filter { key in
      guard let row = queue[key], row.nextAt <= now, key % SimulatedContent.spaces.count == space else { return false }
      return bug == .embedWithoutLease || leases[key].map { $0.expires <= now } ?? true
    }
  }

  func backlog(now: Timestamp, forgetting bug: SeededBug?) -> Backlog {
    let keys = claimable(now: now, forgetting: bug)
    return Backlog(passages: keys.count, oldest: keys.compactMap { queue[$0]?.queuedAt }.min())
  }

  /// `discovered`, and the sum that it must be.
  func accounts(forgetting bug: SeededBug?) -> (discovered: Int, sum: Int) {
    var (discovered, indexed, pending, failed, skipped) = (0, 0, 0, 0, 0)
    for document in 0..<SimulatedDocument.count {
      if served[document] != nil || journal[document] != nil || skips[document] != nil { discovered += 1 }
      if let row = journal[document] {
        if row.failure == nil {
          pending += bug == .pendingNotCounted && served[document] == nil ? 0 : 1
        } else {
          failed += 1
        }
      } else if let served = served[document] {
        if served.space == space { indexed += 1 } else { pending += 1 }
      }
      if skips[document] != nil { skipped += 1 }
    }
    return (discovered, indexed + pending + failed + skipped)
  }
}
