internal import Foundation
package import Metrics
internal import Synchronization

/// Keeps what a process measures, for Prometheus to fetch: counters, gauges, and histograms for timers and recorders.
///
/// Thread-safe: one lock, held for a few instructions. A series is a name with its labels, and the same one is given to
/// everybody who asks for it. So that a mistake can't fill the memory or the server's, there are `seriesLimit` of them at most:
/// further ones are counted, but kept nowhere.
package final class PrometheusRegistry: MetricsFactory {
  package static let seriesLimit = 2_048
  /// In seconds: from a search by words to a source that is looked at once in ten minutes.
  package static let bounds = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 600, 3_600,
  ]

  private struct State {
    var series: [SeriesKey: Series] = [:]
    var dropped = 0
  }

  private let state = Mutex(State())

  package init() {}

  /// Everything that was recorded, in the order of the names and then of the labels.
  package func families() -> [MetricFamily] {
    let (series, dropped) = state.withLock { ($0.series, $0.dropped) }
    let samples = series.map { ($0.key, $0.value.value) }.filter { $0.1.hasValue }
    let grouped = Dictionary(grouping: samples) { $0.0.family }
    let own = MetricFamily(
      name: "freshet_metrics_dropped_series", help: "Series that were not kept, for there were too many.", kind: .gauge,
      samples: [MetricSample(labels: [], value: .number(Double(dropped)))])
    return grouped.map { family, members in
      MetricFamily(
        name: family.name, help: family.help, kind: family.kind,
        samples: members.sorted { $0.0 < $1.0 }.map { MetricSample(labels: $0.0.labels, value: $0.1) })
    }.sorted { $0.name < $1.name } + [own]
  }

  package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    series(label, dimensions, .counter)
  }

  package func makeFloatingPointCounter(
    label: String, dimensions: [(String, String)]
  ) -> any FloatingPointCounterHandler {
    series(label, dimensions, .counter)
  }

  package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    series(label, dimensions, .gauge)
  }

  package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    series(label, dimensions, aggregate ? .histogram : .gauge)
  }

  package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    series(label, dimensions, .histogram, unit: "seconds")
  }

  package func destroyCounter(_ handler: any CounterHandler) { forget(handler) }
  package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { forget(handler) }
  package func destroyMeter(_ handler: any MeterHandler) { forget(handler) }
  package func destroyRecorder(_ handler: any RecorderHandler) { forget(handler) }
  package func destroyTimer(_ handler: any TimerHandler) { forget(handler) }

  private func series(
    _ label: String, _ dimensions: [(String, String)], _ kind: MetricFamily.Kind, unit: String? = nil
  ) -> Series {
    let key = SeriesKey(label, dimensions, kind, unit: unit)
    return state.withLock { state in
      if let known = state.series[key] { return known }
      let made = Series(kind: kind, bounds: Self.bounds)
      if state.series.count < Self.seriesLimit { state.series[key] = made } else { state.dropped += 1 }
      return made
    }
  }

  private func forget(_ handler: AnyObject) {
    state.withLock { state in state.series = state.series.filter { $0.value !== handler } }
  }
}
