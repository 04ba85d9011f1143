import FreshetCoherence
import FreshetCorpus
import FreshetSeededNumbers
import Testing

/// Which documents a monitor probes, and which flaws it counts.
struct ConsistencyMonitorTests {
  private static let settings = MonitorSettings(window: .seconds(10), sweep: .seconds(600))
  private static func at(_ seconds: Double) -> Timestamp { Timestamp(nanoseconds: Int64(seconds * 1e9)) }
  private static let document = DocumentID(path: "a.md")
  private static let old = Revision(hashing: [1])
  private static let new = Revision(hashing: [2])
  private static let newer = Revision(hashing: [3])
  private static let sound = ProbeSighting(source: new, served: new, flaw: nil)
  private static let stale = ProbeSighting(source: new, served: old, flaw: .state(.stale))

  private static func monitor(_ documents: [DocumentID], seed: UInt64 = 1) -> ConsistencyMonitor {
    var monitor = ConsistencyMonitor(settings, seed: seed, now: at(0))
    let first = monitor.list(Dictionary(uniqueKeysWithValues: documents.map { ($0, 0) }), now: at(0))
    #expect(first == [], "what was there before is no recent write")
    return monitor
  }

  private static func probes(_ actions: [MonitorAction]) -> [DocumentID] {
    actions.flatMap { if case .probe(let documents) = $0 { documents } else { [DocumentID]() } }
  }

  /// What a tick asks for, and all is well with it.
  private static func probed(by monitor: inout ConsistencyMonitor, at time: Double) -> [DocumentID] {
    let documents = probes(monitor.tick(now: at(time)))
    for document in documents { _ = monitor.probed(document, sound, now: at(time)) }
    return documents
  }

  @Test func `every document is probed exactly once in each sweep, whenever ticks come`() {
    for seed in UInt64(1)...50 {
      var generator = SplitMix64(seed: seed)
      let documents = (0..<200).map { DocumentID(path: "\($0)") }
      var monitor = Self.monitor(documents, seed: seed)
      for sweep in 0..<3 {
        var probed: [DocumentID] = []
        var time = Double(sweep) * 600
        while time < Double(sweep + 1) * 600 {
          time = min(time + Double.random(in: 0.01...40, using: &generator), Double(sweep + 1) * 600)
          probed += Self.probed(by: &monitor, at: time)
        }
        let counts = Dictionary(probed.map { ($0, 1) }, uniquingKeysWith: +)
        // The hand is a number: at the seam between two sweeps one document may be met a moment early or late.
        #expect(counts.count >= 199 && counts.values.filter { $0 > 1 }.count <= 1, "seed \(seed), sweep \(sweep)")
      }
    }
  }

  @Test func `the time until a document is met is spread evenly over the sweep`() {
    let (documents, trials) = ((0..<100).map { DocumentID(path: "\($0)") }, 400)
    var waits: [Double] = []
    for seed in UInt64(1)...UInt64(trials) {
      var generator = SplitMix64(seed: seed)
      var monitor = Self.monitor(documents, seed: seed)
      let (victim, began) = (generator.pick(documents), Double.random(in: 0..<600, using: &generator))
      _ = Self.probed(by: &monitor, at: began)
      var time = began
      repeat { time += 1 } while !Self.probed(by: &monitor, at: time).contains(victim) && time < began + 602
      #expect(time < began + 602, "seed \(seed)")
      waits.append((time - began) / 600)
    }
    // Kolmogorov and Smirnov: the greatest distance from t / sweep, critical at 1 in 1,000.
    let count = Double(trials)
    let distances = waits.sorted().enumerated().map { rank, wait in
      max(abs(wait - Double(rank) / count), abs(wait - Double(rank + 1) / count))
    }
    let distance = distances.max() ?? 1
    #expect(distance < 1.95 / count.squareRoot(), "distance \(distance)")
  }

  @Test func `what was written since the last listing is probed at once, up to the limit`() {
    let documents = (0..<200).map { DocumentID(path: "\($0)") }
    var monitor = Self.monitor(documents)
    var marks = Dictionary(uniqueKeysWithValues: documents.map { ($0, UInt64(0)) })
    marks[documents[3]] = 1
    marks[documents[4]] = nil
    marks[DocumentID(path: "new")] = 5
    let probed = Set(Self.probes(monitor.list(marks, now: Self.at(5))))
    #expect(probed == [documents[3], documents[4], DocumentID(path: "new")])
    for document in documents { marks[document] = 9 }
    #expect(Self.probes(monitor.list(marks, now: Self.at(10))).count == 64)
  }

  /// The actions of a document that is seen like this at these times, each time that it is asked for.
  private static func watch(_ sightings: [(Double, ProbeSighting)]) -> (ConsistencyMonitor, [MonitorAction]) {
    var monitor = monitor([document])
    _ = monitor.list([document: 1], now: at(0))
    var actions: [MonitorAction] = []
    for (time, sighting) in sightings {
      _ = monitor.tick(now: at(time))
      actions += monitor.probed(document, sighting, now: at(time))
    }
    return (monitor, actions)
  }

  @Test func `a change on its way is no violation`() {
    let (monitor, actions) = Self.watch([(0, Self.stale), (10, Self.stale), (50, Self.stale), (100, Self.sound)])
    #expect(actions == [])
    #expect(monitor.tally.consistentWithin == [0, 0, 1] && monitor.tally.violations == 0)
  }

  @Test func `a difference that outlasts ten windows is one, and its end is reported`() {
    let sightings = [0, 10, 50, 100].map { ($0, Self.stale) } + [(200.0, Self.sound)]
    let (monitor, actions) = Self.watch(sightings)
    let violation = FoundViolation(
      document: Self.document, flaw: .state(.stale), since: Self.at(0), foundAt: Self.at(100))
    #expect(actions == [.violated(violation), .ended(violation)])
    #expect(monitor.tally.violations == 1)
  }

  @Test func `a doubt is probed again after 1, 5 and 10 windows, and after a violation every 10`() {
    var monitor = Self.monitor([Self.document])
    _ = monitor.list([Self.document: 1], now: Self.at(0))
    _ = monitor.probed(Self.document, Self.stale, now: Self.at(0))
    var asked: [Double] = []
    for second in 1...310 {
      for document in Self.probes(monitor.tick(now: Self.at(Double(second)))) {
        asked.append(Double(second))
        _ = monitor.probed(document, Self.stale, now: Self.at(Double(second)))
      }
    }
    #expect(asked == [10, 50, 100, 200, 300])
  }

  @Test func `a document that is written all the time and served all the time is none`() {
    let other = ProbeSighting(source: Self.newer, served: Self.new, flaw: .state(.stale))
    let (monitor, actions) = Self.watch([(0, Self.stale), (10, Self.stale), (50, other), (100, other)])
    #expect(actions == [] && monitor.tally.violations == 0)
  }

  @Test func `a document that is written all the time and never served again is one`() {
    let other = ProbeSighting(source: Self.newer, served: Self.old, flaw: .state(.stale))
    let (_, actions) = Self.watch([(0, Self.stale), (10, Self.stale), (50, other), (100, other)])
    #expect(actions.count == 1)
  }

  @Test func `conflicts that every answer reports, and what can't be read, are no flaws`() {
    #expect(AuditState.allCases.filter { Flaw($0) == nil } == [.fresh, .conflicted, .unverified])
  }
}
