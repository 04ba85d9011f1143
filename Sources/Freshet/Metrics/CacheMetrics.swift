internal import FreshetCoherence
internal import FreshetCorpus
internal import Metrics
internal import FreshetStorage

/// The metrics of a cache. All instruments (counters, gauges, timers) are created when the cache is opened.
///
/// Only code that performs work (such as `SourceRun`, `VectorSupply` and the cache itself) updates metrics, after its
/// commits. Code that makes decisions stays free of side effects. No label contains a document, so the number of time
/// series is bounded by the number of sources. This is a class because many objects share its dozens of instruments.
final class CacheMetrics: Sendable {
  private let sources: [String: SourceMetrics]
  private let awaitingVectors: Gauge
  private let embeddings: Counter
  private let embeddingFailures: Counter
  private let embeddingTime: Metrics.Timer
  private let leaseWaits: Counter
  private let answers: [String: Counter]
  private let answerTimes: [SearchMode: Metrics.Timer]
  private let recall: RecallMetrics
  private let monitor: MonitorMetrics

  static let none = CacheMetrics(of: [], NOOPMetricsHandler.instance)

  init(of sources: [String], _ factory: any MetricsFactory) {
    let instruments = Instruments(factory: factory)
    self.sources = Dictionary(keepingFirst: sources.map { ($0, SourceMetrics(of: $0, instruments)) })
    awaitingVectors = instruments.gauge(.awaitingVectors)
    embeddings = instruments.counter(.embeddings)
    embeddingFailures = instruments.counter(.embeddingFailures)
    embeddingTime = instruments.timer(.embeddingTime)
    leaseWaits = instruments.counter(.leaseWaits)
    answers = Dictionary(
      keepingFirst: AnswerFreshness.names.map { ($0, instruments.counter(.answers, [("freshness", $0)])) })
    answerTimes = Dictionary(
      keepingFirst: SearchMode.allCases.map { ($0, instruments.timer(.answerTime, [("mode", $0.rawValue)])) })
    recall = RecallMetrics(instruments)
    monitor = MonitorMetrics(instruments)
  }

  /// Counts committed refreshes: new texts and removals of documents.
  func count(_ refreshes: [Refresh]) {
    for refresh in refreshes { sources[refresh.document.source]?.count(refresh) }
  }

  func countEmbeddings(_ count: Int, failed: Int, took: Duration) {
    embeddings.increment(by: count)
    embeddingFailures.increment(by: failed)
    embeddingTime.record(duration: took)
  }

  func countEmbeddingFailures(_ count: Int) {
    embeddingFailures.increment(by: count)
  }

  func countLeaseWait() {
    leaseWaits.increment()
  }

  func count(_ given: [Answer], _ mode: SearchMode, took: Duration) {
    for answer in given { answers[AnswerFreshness.worst(of: answer)]?.increment() }
    answerTimes[mode]?.record(duration: took)
  }

  func count(_ tally: MonitorTally, since last: MonitorTally, documents: Int) {
    monitor.count(tally, since: last, documents: documents)
  }

  func measure(_ states: [SourceState], _ work: OpenWork, _ calibration: RecallCalibration?) {
    for state in states { sources[state.source]?.measure(state, work) }
    awaitingVectors.record(work.passages)
    if let calibration { recall.measure(calibration) }
  }
}
