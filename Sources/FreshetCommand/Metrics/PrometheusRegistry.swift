internal import Foundation
package import Metrics
internal import Synchronization

/// A metrics backend that keeps a process's measurements in memory, for Prometheus to fetch: counters, gauges, and
/// histograms for timers and recorders.
///
/// The registry is thread-safe: it has one lock, which each call holds only for a short time. A name and its labels
/// identify one series. The registry keeps at most `seriesLimit` series, so that a programming error can't fill the
/// memory of this process or of Prometheus. Further series are only counted. The registry also refuses a series whose
/// name already belongs to another kind of metric, because Prometheus accepts one kind per name.
package final class PrometheusRegistry: MetricsFactory {
  package static let seriesLimit = 2_048
  /// The upper bounds of the histograms' buckets, in seconds. They cover everything from the time of a lexical search
  /// to the lag of a source that is listed every ten minutes.
  package static let bounds = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 600, 3_600,
  ]

  private struct State {
    var families: [String: MetricFamily.Head] = [:]
    var series: [SeriesKey: Series] = [:]
    var dropped = 0
  }

  private let state = Mutex(State())

  package init() {}

  /// The metric families, sorted by name, each with its series that have a value, sorted by labels. The last family has
  /// the number of refused series.
  package func families() -> [MetricFamily] {
    let (heads, series, dropped) = state.withLock { ($0.families, $0.series, $0.dropped) }
    let samples = series.map { ($0.key, $0.value.value) }.filter { $0.1.hasValue }
    let families = Dictionary(grouping: samples) { $0.0.name }.compactMap { name, members in
      heads[name].map { head in
        MetricFamily(
          head: head, samples: members.sorted { $0.0 < $1.0 }.map { MetricSample(labels: $0.0.labels, value: $0.1) })
      }
    }
    return families.sorted { $0.head.name < $1.head.name } + [Self.family(ofDropped: dropped)]
  }

  private static func family(ofDropped count: Int) -> MetricFamily {
    MetricFamily(
      head: MetricFamily.Head(
        name: "freshet_metrics_dropped_series", help: "Series that the registry refused to keep.", kind: .gauge),
      samples: [MetricSample(labels: [], value: .number(Double(count)))])
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
    let head = MetricFamily.Head(of: label, kind, unit: unit)
    let key = SeriesKey(head.name, dimensions)
    return state.withLock { state in
      let isFitting = state.families[head.name].map { $0.kind == kind } ?? true
      if isFitting, let known = state.series[key] { return known }
      let made = Series(kind: kind, bounds: Self.bounds)
      if isFitting, state.series.count < Self.seriesLimit {
        state.series[key] = made
        state.families[head.name] = state.families[head.name] ?? head
      } else {
        state.dropped += 1
      }
      return made
    }
  }

  private func forget(_ handler: AnyObject) {
    state.withLock { state in state.series = state.series.filter { $0.value !== handler } }
  }
}
