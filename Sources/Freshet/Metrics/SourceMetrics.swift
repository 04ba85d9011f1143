internal import FreshetCorpus
internal import Metrics
internal import FreshetStorage

/// The metrics of one source.
struct SourceMetrics: Sendable {
  private let source: String
  private let lag: Metrics.Timer
  private let refreshes: Counter
  private let passagesEmbedded: Counter
  private let passagesReused: Counter
  private let pending: Gauge
  private let deadLetters: Gauge
  private let watermarkAge: Gauge
  private let health: [String: Gauge]

  init(of source: String, _ instruments: Instruments) {
    let label = [("source", source)]
    self.source = source
    lag = instruments.timer(.lag, label)
    refreshes = instruments.counter(.refreshes, label)
    passagesEmbedded = instruments.counter(.passagesEmbedded, label)
    passagesReused = instruments.counter(.passagesReused, label)
    pending = instruments.gauge(.pending, label)
    deadLetters = instruments.gauge(.deadLetters, label)
    watermarkAge = instruments.gauge(.watermarkAge, label)
    health = Dictionary(
      keepingFirst: WatchHealth.names.map { ($0, instruments.gauge(.watchHealth, label + [("health", $0)])) })
  }

  func count(_ refresh: Refresh) {
    refreshes.increment()
    passagesEmbedded.increment(by: refresh.embedded)
    passagesReused.increment(by: refresh.passages - refresh.embedded)
    if let delay = refresh.lag { lag.record(duration: delay) }
  }

  func measure(_ state: SourceState, _ work: OpenWork) {
    pending.record(work.marked[source] ?? 0)
    deadLetters.record(work.deadLetters[source] ?? 0)
    if let age = state.watermarkAge { watermarkAge.record(max(.zero, age) / .seconds(1)) }
    for (name, gauge) in health { gauge.record(name == state.health?.name ? 1 : 0) }
  }
}
