internal import FreshetCorpus

/// When each document was last verified and how long that took; says which documents have passed an age limit.
///
/// While a document is observed, refreshed or retried according to the `RefreshLedger`, it is held: its soft limit
/// doesn't apply, but its hard limit does.
struct VerificationAges: Sendable {
  private struct Age: Sendable {
    var verifiedAt: Timestamp
    var cost = LearnedDuration()
    var isHeld: Bool
  }

  private var ages: [DocumentID: Age] = [:]
  private var soft: AgeLimit
  private var hard: AgeLimit

  init(softTTL: Duration, hardTTL: Duration) {
    precondition(softTTL > .zero && hardTTL >= softTTL, "a soft limit of \(softTTL), a hard one of \(hardTTL)")
    soft = AgeLimit(softTTL)
    hard = AgeLimit(hardTTL)
  }

  var nextSoft: Timestamp? { soft.next }
  var nextHard: Timestamp? { hard.next }

  /// Returns when the document passes its soft limit; the earliest possible timestamp if it was never verified.
  func softLimit(of id: DocumentID) -> Timestamp {
    ages[id].map { soft.limit(of: $0.verifiedAt) } ?? Timestamp(nanoseconds: .min)
  }

  func cost(of id: DocumentID) -> Duration { ages[id]?.cost.average ?? .zero }

  mutating func verify(_ id: DocumentID, at moment: Timestamp, cost: Duration, isHeld: Bool) {
    var age = ages[id] ?? Age(verifiedAt: moment, isHeld: isHeld)
    age.verifiedAt = max(age.verifiedAt, moment)
    age.cost.learn(cost)
    age.isHeld = isHeld
    ages[id] = age
    if !isHeld { soft.file(id, verifiedAt: age.verifiedAt) }
    hard.file(id, verifiedAt: age.verifiedAt)
    surface()
  }

  mutating func hold(_ id: DocumentID) {
    ages[id]?.isHeld = true
    surface()
  }

  /// Ends the hold on a document whose refresh, begun at `began`, ended as `answered`. If the refresh didn't verify the
  /// document, the document is gone from the source, so its age is deleted.
  mutating func release(_ id: DocumentID, unlessOlderThan began: Timestamp) {
    guard let age = ages[id] else { return }
    if age.verifiedAt < began {
      ages[id] = nil
    } else {
      ages[id]?.isHeld = false
      soft.file(id, verifiedAt: age.verifiedAt)
    }
    surface()
  }

  /// Removes and returns at most `limit` documents past their soft limit: oldest first, and by name within one age. The
  /// caller must then call `hold` for each.
  mutating func takeSoft(now: Timestamp, limit: Int) -> [DocumentID] {
    let ages = ages
    return soft.take(now: now, limit: limit) { Self.unheld(ages[$0]) }
  }

  /// Removes and returns the documents that passed their hard limit since the last call, oldest first. Each document is
  /// returned only once, unless it is verified again.
  mutating func takeHard(now: Timestamp) -> [DocumentID] {
    let ages = ages
    return hard.take(now: now, limit: .max) { ages[$0]?.verifiedAt }
  }

  private mutating func surface() {
    let ages = ages
    soft.surface { Self.unheld(ages[$0]) }
    hard.surface { ages[$0]?.verifiedAt }
  }

  private static func unheld(_ age: Age?) -> Timestamp? {
    age.flatMap { $0.isHeld ? nil : $0.verifiedAt }
  }
}

/// A priority queue of documents, ordered by when they reach a certain age.
///
/// Each document has one item. If the document was verified again, the item's key is too early; the item gets the
/// correct key when it reaches the front of the queue.
private struct AgeLimit: Sendable {
  private let age: Duration
  private var items = EarliestFirst<Timestamp>()
  private var filed: Set<DocumentID> = []

  init(_ age: Duration) {
    self.age = age
  }

  var next: Timestamp? { items.first?.key }

  func limit(of moment: Timestamp) -> Timestamp { moment + age }

  mutating func file(_ id: DocumentID, verifiedAt: Timestamp) {
    guard filed.insert(id).inserted else { return }
    items.insert(id, at: limit(of: verifiedAt))
  }

  /// Removes and returns at most `limit` documents that have reached the age, earliest first.
  ///
  /// - Parameter verifiedAt: returns when a document was last verified; nil if the document must leave the queue.
  mutating func take(now: Timestamp, limit: Int, verifiedAt: (DocumentID) -> Timestamp?) -> [DocumentID] {
    var taken: [DocumentID] = []
    surface(verifiedAt)
    while taken.count < limit, let item = items.first, item.key <= now {
      items.removeFirst()
      filed.remove(item.id)
      taken.append(item.id)
      surface(verifiedAt)
    }
    return taken
  }

  mutating func surface(_ verifiedAt: (DocumentID) -> Timestamp?) {
    while let item = items.first {
      let due = verifiedAt(item.id).map(limit)
      if due == item.key { return }
      items.removeFirst()
      if let due {
        items.insert(item.id, at: due)
      } else {
        filed.remove(item.id)
      }
    }
  }
}
