internal import FreshetCorpus
internal import Metrics

/// Creates counters, gauges and timers in a metrics backend. Checks that their kind and labels are those of the
/// `MetricName`.
struct Instruments {
  let factory: any MetricsFactory

  func counter(_ name: MetricName, _ labels: [(String, String)] = []) -> Counter {
    check(name, .counter, labels)
    return Counter(label: name.rawValue, dimensions: labels, factory: factory)
  }

  func gauge(_ name: MetricName, _ labels: [(String, String)] = []) -> Gauge {
    check(name, .gauge, labels)
    return Gauge(label: name.rawValue, dimensions: labels, factory: factory)
  }

  func timer(_ name: MetricName, _ labels: [(String, String)] = []) -> Metrics.Timer {
    check(name, .timer, labels)
    return Metrics.Timer(
      label: name.rawValue, dimensions: labels, preferredDisplayUnit: .seconds, factory: factory)
  }

  private func check(_ name: MetricName, _ kind: MetricName.Kind, _ labels: [(String, String)]) {
    precondition(name.kind == kind && name.labels == labels.map(\.0), "\(name.rawValue) as \(kind) by \(labels)")
  }
}

extension WatchHealth {
  static let names = ["watching", "polling", "catchingUp", "blind"]
}
