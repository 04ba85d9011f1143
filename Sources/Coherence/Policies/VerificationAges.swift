internal import FreshetCorpus

/// When documents were verified, what that took, and which of them are too old.
///
/// While the ledger has a state for a document, the document is held: its soft limit doesn't count, but its hard limit
/// does.
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

  /// When the document passes its soft limit; the first moment of all if it was never verified.
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

  /// Ends the hold on a document whose refresh, begun at `began`, ended as `answered`. A document that nobody verified
  /// since then is gone, so this forgets its age.
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

  /// Takes out the documents past the soft limit, oldest first, those of one age by name. The caller must hold them
  /// now.
  mutating func takeSoft(now: Timestamp, limit: Int) -> [DocumentID] {
    let ages = ages
    return soft.take(now: now, limit: limit) { Self.unheld(ages[$0]) }
  }

  /// Takes out the documents that newly passed the hard limit, oldest first: each once, until it is verified again.
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

/// Documents ordered by when they reach a certain age.
///
/// Each has one item, filed under the moment that was right at the time. When the item surfaces, it moves to the moment
/// that is right now.
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

  /// Takes out the documents that have reached the age, at most `limit`.
  ///
  /// - Parameter verifiedAt: when a document was verified; nil for a document that no longer belongs here.
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
