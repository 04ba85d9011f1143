package import FreshetCorpus

/// How often the consistency monitor probes documents, and how long it tolerates a difference.
package struct MonitorSettings: Hashable, Sendable {
  /// How long a change may normally take to be served. If a document differs, the monitor probes it again 1, 5 and 10
  /// windows later.
  package let window: Duration
  /// The monitor probes every document once within this time.
  package let sweep: Duration
  /// The maximum number of recently written documents that the monitor probes at once after a listing. The others wait
  /// for their turn in the sweep.
  package let maxRecent: Int

  package init(window: Duration, sweep: Duration, maxRecent: Int = 64) {
    precondition(window > .zero && sweep > .zero, "a window of \(window), a sweep of \(sweep)")
    self.window = window
    self.sweep = sweep
    self.maxRecent = maxRecent
  }
}

/// An action that the monitor asks of its owner.
package enum MonitorAction: Hashable, Sendable {
  /// Probe these documents: compare what the index serves with the source; then call `probed` or `unprobed` for each.
  case probe([DocumentID])
  /// Report a violation: a difference that lasted for 10 windows.
  case violated(FoundViolation)
  /// Report that a violation reported earlier is gone.
  case ended(FoundViolation)
}

/// Counts of the probes, and of their results. A flaw counts once: when it has disappeared, or when it has become a
/// violation.
package struct MonitorTally: Hashable, Sendable {
  package var probes = 0
  /// The number of probes that found no flaw in a document without a doubt or a violation.
  package var consistentAtOnce = 0
  /// The numbers of flaws that had disappeared at the probe after 1, 5 and 10 windows.
  package var consistentWithin = [0, 0, 0]
  package var violations = 0

  package init() {}
}

/// Decides when to probe which documents, and when a flaw is a violation.
///
/// The method follows Meta's Polaris ("Cache made consistent", 2022): the monitor queries the index as a reader would,
/// and compares the answer with the source, not with the index's own log. A difference may be a change that is still
/// being indexed, so at first it is only a doubt. It becomes a violation if the probes after 1, 5 and 10 windows find a
/// difference again. A document that is written all the time may differ at each probe without being stale. So at the
/// end of the doubt, a violation also requires that the source's revision or the served revision is the same as at the
/// beginning of the doubt; otherwise a new doubt begins.
///
/// The monitor chooses documents in two ways. After each listing it probes the documents that were written since the
/// last one, at most `maxRecent`. In addition, each document has a position on a ring, a hash of its name and the seed,
/// and a hand moves round the ring once in a `sweep`. So the monitor probes any document within a time *t* with
/// probability *t* / `sweep`, and certainly within one sweep, independently of when the document changes.
package struct ConsistencyMonitor {
  private struct Doubt {
    let first: ProbeSighting
    let flaw: Flaw
    let since: Timestamp
    var step = 0
    var dueAt: Timestamp
  }

  private static let windows = [1, 5, 10]

  private let settings: MonitorSettings
  private let seed: UInt64
  private var places: [(place: UInt64, document: DocumentID)] = []
  private var marks: [DocumentID: UInt64] = [:]
  private var hand: UInt64
  private var movedAt: Timestamp
  private var doubts: [DocumentID: Doubt] = [:]
  private var violations: [DocumentID: FoundViolation] = [:]
  /// For each document with a reported violation, the time of the next probe.
  private var revisits: [DocumentID: Timestamp] = [:]
  private var probing: Set<DocumentID> = []
  package private(set) var tally = MonitorTally()

  package init(_ settings: MonitorSettings, seed: UInt64, now: Timestamp) {
    self.settings = settings
    self.seed = seed
    hand = StableHash(seed: seed).finish()
    movedAt = now
  }

  package var population: Int { places.count }

  /// Takes a listing of all documents in the source or in the index. The value for each document is a number that
  /// changes when the document's file or served text changes. Returns probes for at most `maxRecent` documents that are
  /// new, gone or changed since the last listing; the first listing leads to no probes.
  package mutating func list(_ documents: [DocumentID: UInt64], now: Timestamp) -> [MonitorAction] {
    let isFirst = marks.isEmpty && places.isEmpty
    let changed = Set(documents.filter { marks[$0.key] != $0.value }.keys).union(
      marks.keys.filter { documents[$0] == nil })
    marks = documents
    places = documents.keys.map { (place(of: $0), $0) }.sorted { $0.0 < $1.0 }
    if isFirst { return [] }
    let recent = changed.sorted { place(of: $0) &- hand < place(of: $1) &- hand }.prefix(settings.maxRecent)
    return probe(recent.filter(isFree))
  }

  /// Returns the probes that are due: documents that the hand has passed since the last call, and documents with a
  /// doubt or a violation that must be probed again.
  package mutating func tick(now: Timestamp) -> [MonitorAction] {
    let due = doubts.filter { $0.value.dueAt <= now }.map(\.key) + revisits.filter { $0.value <= now }.map(\.key)
    return probe(due.filter { !probing.contains($0) }.sorted() + passed(until: now).filter(isFree))
  }

  /// Records the result of a probe. Returns a report if the result establishes a violation or ends one; otherwise
  /// empty.
  package mutating func probed(_ document: DocumentID, _ sighting: ProbeSighting, now: Timestamp) -> [MonitorAction] {
    probing.remove(document)
    tally.probes += 1
    guard let flaw = sighting.flaw else { return clear(document, now: now) }
    guard let doubt = doubts[document] else {
      if violations[document] == nil { self.doubt(document, sighting, flaw, now) } else { revisit(document, now) }
      return []
    }
    return weigh(doubt, of: document, sighting, flaw, now)
  }

  /// Ends a probe that has no result, because the source or the store was unreadable.
  package mutating func unprobed(_ document: DocumentID) { probing.remove(document) }

  /// When the owner must call `tick` again at the latest.
  package var nextWake: Timestamp {
    let step = movedAt + settings.sweep / max(1, min(places.count, 1_000))
    return min(doubts.values.map(\.dueAt).min() ?? step, revisits.values.min() ?? step, step)
  }

  private func isFree(_ document: DocumentID) -> Bool {
    doubts[document] == nil && revisits[document] == nil && !probing.contains(document)
  }

  private mutating func probe(_ documents: [DocumentID]) -> [MonitorAction] {
    if documents.isEmpty { return [] }
    probing.formUnion(documents)
    return [.probe(documents)]
  }
}

/// Doubts: differences that may disappear or become violations.
extension ConsistencyMonitor {
  private mutating func doubt(_ document: DocumentID, _ sighting: ProbeSighting, _ flaw: Flaw, _ now: Timestamp) {
    doubts[document] = Doubt(
      first: sighting, flaw: flaw, since: now, dueAt: now + settings.window * Self.windows[0])
  }

  private mutating func weigh(
    _ doubt: Doubt, of document: DocumentID, _ sighting: ProbeSighting, _ flaw: Flaw, _ now: Timestamp
  ) -> [MonitorAction] {
    if now < doubt.dueAt { return [] }
    guard doubt.step == Self.windows.count - 1 else {
      doubts[document]?.step += 1
      doubts[document]?.dueAt = doubt.since + settings.window * Self.windows[doubt.step + 1]
      return []
    }
    doubts[document] = nil
    guard sighting.source == doubt.first.source || sighting.served == doubt.first.served else {
      self.doubt(document, sighting, flaw, now)
      return []
    }
    let violation = FoundViolation(document: document, flaw: flaw, since: doubt.since, foundAt: now)
    violations[document] = violation
    revisit(document, now)
    tally.violations += 1
    return [.violated(violation)]
  }

  private mutating func clear(_ document: DocumentID, now: Timestamp) -> [MonitorAction] {
    if let doubt = doubts.removeValue(forKey: document) {
      let took = now.duration(since: doubt.since)
      let step = Self.windows.firstIndex { took <= settings.window * $0 + settings.window / 2 } ?? 2
      tally.consistentWithin[step] += 1
      return []
    }
    if let violation = violations.removeValue(forKey: document) {
      revisits[document] = nil
      return [.ended(violation)]
    }
    tally.consistentAtOnce += 1
    return []
  }

  private mutating func revisit(_ document: DocumentID, _ now: Timestamp) {
    revisits[document] = now + settings.window * Self.windows[2]
  }
}

/// The ring on which each document has a position, and the hand that moves round it.
extension ConsistencyMonitor {
  private func place(of document: DocumentID) -> UInt64 {
    var hash = StableHash(seed: seed)
    for byte in document.source.utf8 { hash.combine(byte) }
    hash.combine(UInt8(0))
    for byte in document.path.utf8 { hash.combine(byte) }
    return hash.finish()
  }

  /// Moves the hand to its position for `now`, and returns the documents that the hand passes on the way.
  private mutating func passed(until now: Timestamp) -> [DocumentID] {
    let share = min(1, max(0, now.duration(since: movedAt) / settings.sweep))
    let way = share >= 1 ? UInt64.max : UInt64(share * Double(UInt64.max).nextDown)
    let from = hand
    hand = hand &+ way
    movedAt = now
    return places.filter { ($0.place &- from) < way || way == .max }.map(\.document)
  }
}
