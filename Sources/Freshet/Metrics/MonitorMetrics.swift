internal import FreshetCoherence
internal import Metrics

/// The metrics of `RetrievalCache.monitor`: how many documents it probes, and how many probes ended as consistent at
/// once, consistent within 1, 5 or 10 windows (see `MonitorPlan.window`), or as a violation.
struct MonitorMetrics: Sendable {
  static let outcomes = ["consistent", "within1", "within5", "within10", "violated"]

  private let documents: Gauge
  private let probes: [Counter]

  init(_ instruments: Instruments) {
    documents = instruments.gauge(.monitorDocuments)
    probes = Self.outcomes.map { instruments.counter(.monitorProbes, [("outcome", $0)]) }
  }

  func count(_ tally: MonitorTally, since last: MonitorTally, documents count: Int) {
    documents.record(count)
    for (counter, (now, before)) in zip(probes, zip(Self.counts(tally), Self.counts(last))) where now > before {
      counter.increment(by: now - before)
    }
  }

  private static func counts(_ tally: MonitorTally) -> [Int] {
    [tally.consistentAtOnce] + tally.consistentWithin + [tally.violations]
  }
}
