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

  /// The first moment that there is when it was never verified.
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

  /// Its refresh, begun at `began`, has answered: a document that was not verified since was found gone.
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

  /// Those past the soft limit, oldest first, of one age by name. They must be held now.
  mutating func takeSoft(now: Timestamp, limit: Int) -> [DocumentID] {
    let ages = ages
    return soft.take(now: now, limit: limit) { Self.unheld(ages[$0]) }
  }

  /// Those that came to be past the hard limit, oldest first: each once, until it is verified.
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

/// Documents by when they come to a certain age.
///
/// One item for each, filed under the moment when that was to be; it is put right when it surfaces.
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

  /// - Parameter verifiedAt: nil for those that aren't to be filed any more.
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
