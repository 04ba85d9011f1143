package import FreshetCorpus

package struct MonitorSettings: Hashable, Sendable {
  /// How long a change may reasonably take to be served: the monitor probes a flaw again after 1, 5 and 10 of them.
  package let window: Duration
  /// In this time every document is probed once.
  package let sweep: Duration
  /// Documents with a recent write that are probed at once after a listing; the others wait for their turn in the sweep.
  package let maxRecent: Int

  package init(window: Duration, sweep: Duration, maxRecent: Int = 64) {
    precondition(window > .zero && sweep > .zero, "a window of \(window), a sweep of \(sweep)")
    self.window = window
    self.sweep = sweep
    self.maxRecent = maxRecent
  }
}

package enum MonitorAction: Hashable, Sendable {
  case probe([DocumentID])
  case violated(FoundViolation)
  /// A reported violation is gone.
  case ended(FoundViolation)
}

/// The results of the probes. Each result counts once, when it is certain.
package struct MonitorTally: Hashable, Sendable {
  package var probes = 0
  package var consistentAtOnce = 0
  /// Within 1, 5 and 10 windows.
  package var consistentWithin = [0, 0, 0]
  package var violations = 0

  package init() {}
}

/// Decides which documents are probed when, and when a flaw counts.
///
/// After Meta's Polaris ("Cache made consistent", 2022): the index is asked as a reader would ask it, and compared with the
/// source and not with the index's own log. A difference may be a change on its way, so it is in doubt until it was seen again
/// after 1, 5 and 10 windows; only then it is a violation. One document that is written all the time is never the same twice:
/// at the end of its doubt it is a violation only if the source still holds what it held at the beginning, or if nothing was
/// served since; else the doubt begins anew.
///
/// The sample has two parts. What was written since the last listing is probed at once, up to `maxRecent`. And every document
/// has a place of its own on a ring, by a hash of its name and the seed, round which a hand goes once in a `sweep`: whatever
/// happens to a document, at whatever time, it is probed after *t* with the probability *t* / `sweep`, and surely after one.
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
  /// When the monitor probes them again.
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

  /// What there is to probe: the documents of either side, each with a mark that differs when its file or what is served of it
  /// does. Of those that are new or have another mark, some are probed at once; the first listing has none of them.
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

  /// Moves the hand on, and looks again at what is in doubt.
  package mutating func tick(now: Timestamp) -> [MonitorAction] {
    let due = doubts.filter { $0.value.dueAt <= now }.map(\.key) + revisits.filter { $0.value <= now }.map(\.key)
    return probe(due.filter { !probing.contains($0) }.sorted() + passed(until: now).filter(isFree))
  }

  /// What the probe of a document saw.
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

  /// A probe without a result, because the source or the store was unreadable.
  package mutating func unprobed(_ document: DocumentID) { probing.remove(document) }

  /// When to call `tick` next at the latest.
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

/// Doubts.
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

/// The ring.
extension ConsistencyMonitor {
  private func place(of document: DocumentID) -> UInt64 {
    var hash = StableHash(seed: seed)
    for byte in document.source.utf8 { hash.combine(byte) }
    hash.combine(UInt8(0))
    for byte in document.path.utf8 { hash.combine(byte) }
    return hash.finish()
  }

  /// Documents that the hand passes on its way to where it should be.
  private mutating func passed(until now: Timestamp) -> [DocumentID] {
    let share = min(1, max(0, now.duration(since: movedAt) / settings.sweep))
    let way = share >= 1 ? UInt64.max : UInt64(share * Double(UInt64.max).nextDown)
    let from = hand
    hand = hand &+ way
    movedAt = now
    return places.filter { ($0.place &- from) < way || way == .max }.map(\.document)
  }
}
